import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts with the SDK of OpenTelemetry for Java, as losses.ts tells it by its environment. */
class Application {
  public static void main(String[] arguments) throws Exception {
    var sdk = AutoConfiguredOpenTelemetrySdk.builder().disableShutdownHook().build().getOpenTelemetrySdk();
    LongCounter counter = sdk.getMeter("application").counterBuilder("user.transactions").build();
    int sets = Integer.parseInt(Optional.ofNullable(System.getenv("SETS")).orElse("0"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(System.getenv("SECONDS")));
    var stop = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      stop.countDown();
      try {
        done.await();
      } catch (InterruptedException ignored) {
        Thread.currentThread().interrupt();
      }
    }));
    int sent = 0;
    while (System.nanoTime() < end && !stop.await(50, TimeUnit.MILLISECONDS)) {
      for (int set = 0; set < Math.max(1, sets); set++) {
        var attributes = Attributes.builder().put("transaction", "Checkout").put("outcome", "completed")
            .put("user.email", "user-" + sent % 3);
        if (sets > 0) attributes.put("set", sent);
        counter.add(1, attributes.build());
        sent++;
      }
    }
    sdk.shutdown().join(60, TimeUnit.SECONDS);
    System.out.println(sent);
    done.countDown();
  }
}

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts with the SDK of OpenTelemetry for Java, as application.ts has it. */
class Application {
  public static void main(String[] arguments) throws Exception {
    var sdk = AutoConfiguredOpenTelemetrySdk.builder().disableShutdownHook().build().getOpenTelemetrySdk();
    List<LongCounter> counters = new ArrayList<>();
    for (int index = 0; index < number("METERS", 1); index++) {
      counters.add(sdk.getMeter("application-" + index).counterBuilder("user.transactions").build());
    }
    var exporting = new Thread(() -> {
      var lines = new Scanner(System.in);
      while (lines.hasNextLine()) {
        lines.nextLine();
        sdk.getSdkMeterProvider().forceFlush().join(60, TimeUnit.SECONDS);
        System.out.println("exported");
      }
    });
    exporting.setDaemon(true);
    exporting.start();
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
    int sets = number("SETS", 0);
    int sent = 0;
    while (!stop.await(50, TimeUnit.MILLISECONDS)) {
      int now = sent < sets ? sets / 10 : 1;
      for (int set = 0; set < now; set++) {
        var attributes = Attributes.builder().put("transaction", "Checkout").put("outcome", "completed")
            .put("user.email", "user-" + sent % 3);
        if (sets > 0) attributes.put("set", sent % sets);
        for (var counter : counters) counter.add(1, attributes.build());
        sent += counters.size();
      }
      System.out.println(sent);
    }
    sdk.shutdown().join(60, TimeUnit.SECONDS);
    System.out.println(sent);
    done.countDown();
  }

  private static int number(String name, int otherwise) {
    var value = System.getenv(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }
}

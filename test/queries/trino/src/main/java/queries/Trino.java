package queries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.Session;
import io.trino.plugin.hive.HivePlugin;
import io.trino.spi.type.TimeZoneKey;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.StandaloneQueryRunner;
import io.trino.testing.TestingSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers SQL by a Trino in this process. Each line of standard input is JSON, and has one line of JSON as its answer:
 * {"catalog": name, "properties": {…}} makes a catalog of the Hive connector, {"sql": "…", "catalog": name, "schema":
 * name} runs one statement. Ends with its input.
 */
public final class Trino {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SAFE = (1L << 53) - 1; // what JavaScript's numbers hold
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private final StandaloneQueryRunner runner;

    private Trino() throws IOException {
        Path data = Files.createTempDirectory("trino-");
        runner = new StandaloneQueryRunner(session("hive", "default"), server -> {
            server.setBaseDataDir(Optional.of(data));
            server.addProperty("query.max-memory-per-node", "800MB");
        });
        runner.installPlugin(new HivePlugin());
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // where Trino logs
        Trino trino = new Trino();
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = requests.readLine()) != null; ) {
            answers.println(JSON.writeValueAsString(trino.answer(JSON.readTree(line))));
        }
        Runtime.getRuntime().halt(0); // an orderly end takes seconds
    }

    private static Session session(String catalog, String schema) {
        return TestingSession.testSessionBuilder()
                .setCatalog(catalog)
                .setSchema(schema)
                .setTimeZoneKey(TimeZoneKey.UTC_KEY)
                .build();
    }

    private Map<String, Object> answer(JsonNode request) {
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            if (request.has("properties")) {
                Map<String, String> properties = new HashMap<>();
                request.get("properties").properties().forEach(p -> properties.put(p.getKey(), p.getValue().asText()));
                runner.createCatalog(request.get("catalog").asText(), "hive", properties);
                return answer;
            }
            Session session = session(request.get("catalog").asText(), request.get("schema").asText());
            MaterializedResult result = runner.execute(session, request.get("sql").asText());
            answer.put("columns", result.getUpdateType().isPresent() ? List.of() : result.getColumnNames());
            answer.put("types", result.getTypes().stream().map(Object::toString).toList());
            answer.put("rows", result.getMaterializedRows().stream().map(row -> plain(row.getFields())).toList());
        }
        catch (Throwable error) {
            answer.put("error", String.valueOf(error.getMessage()));
        }
        return answer;
    }

    /** As JSON has it. Whole numbers that JavaScript would round become text, as do numbers that JSON lacks. */
    private static Object plain(Object value) {
        return switch (value) {
            case null -> null;
            case Long number when number > SAFE || number < -SAFE -> number.toString();
            case Double number when !Double.isFinite(number) -> number.toString();
            case Float number when !Float.isFinite(number) -> number.toString();
            case BigDecimal number -> number.doubleValue();
            case Number number -> number;
            case Boolean truth -> truth;
            case MaterializedRow row -> plain(row.getFields());
            case List<?> list -> {
                List<Object> items = new ArrayList<>();
                list.forEach(item -> items.add(plain(item)));
                yield items;
            }
            case Map<?, ?> map -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                map.forEach((key, item) -> entries.put(String.valueOf(key), plain(item)));
                yield entries;
            }
            case LocalDateTime time -> TIME.format(time);
            case ZonedDateTime time -> TIME.format(time) + " " + time.getZone();
            default -> value.toString();
        };
    }
}

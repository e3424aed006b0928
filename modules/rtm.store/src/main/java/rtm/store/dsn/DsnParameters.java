package rtm.store.dsn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The parameters of a DSN, as libpq and Go's drivers name them, translated for the driver.
 *
 * @param driver properties of the driver
 * @param runtime run-time parameters of the server
 * @param options the text of {@code options}; empty if none
 */
public record DsnParameters(
        Map<String, String> driver, Map<String, String> runtime, String options) {

    /** The schema that this service uses. */
    public static final String SCHEMA = "rtmanager";

    private static final Pattern NAME = Pattern.compile("[a-z_]{1,40}");

    /** Reads {@code name=value&name=value}. */
    static DsnParameters parse(String query) {
        SequencedMap<String, String> given = split(query);
        requireSearchPath(Optional.ofNullable(given.remove("search_path")));
        if (!given.containsKey("sslmode")) {
            throw new IllegalArgumentException(
                    "it has no sslmode; add sslmode=verify-full, or sslmode=disable for a server"
                            + " that is not reached over a network");
        }
        String options = options(Optional.ofNullable(given.remove("options")));
        Map<String, String> driver = new TreeMap<>();
        Map<String, String> runtime = new TreeMap<>();
        driver.put("currentSchema", SCHEMA);
        given.forEach((name, value) -> {
            Optional<DsnParameter> known = DsnParameter.named(name);
            if (known.isPresent()) {
                known.get().apply(value, driver, runtime);
            } else {
                throw new IllegalArgumentException(DsnParameter.refusal(name));
            }
        });
        return new DsnParameters(driver, runtime, options);
    }

    private static SequencedMap<String, String> split(String query) {
        SequencedMap<String, String> given = new LinkedHashMap<>();
        if (query.isEmpty()) {
            return given;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "after its ? there is no list of name=value&name=value");
            }
            if (given.put(name, value(name, pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("it gives " + name + " more than once");
            }
        }
        return given;
    }

    private static String value(String name, String raw) {
        if (raw.indexOf('+') >= 0) {
            throw new IllegalArgumentException(
                    "its " + name + " has a +, which may mean a space; write %20 or %2B");
        }
        return DsnText.decode(raw);
    }

    private static void requireSearchPath(Optional<String> given) {
        if (!given.equals(Optional.of(SCHEMA))) {
            throw new IllegalArgumentException(
                    given.isEmpty()
                            ? "it has no search_path; add search_path=" + SCHEMA
                            : "its search_path must be exactly " + SCHEMA);
        }
    }

    private static String options(Optional<String> given) {
        String options = given.orElse("").strip();
        if (options.contains("search_path")) {
            throw new IllegalArgumentException("its options must not change the search_path");
        }
        return options;
    }
}

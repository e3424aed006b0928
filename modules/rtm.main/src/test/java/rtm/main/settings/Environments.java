package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

/** Environments for tests. */
public final class Environments {

    private static final Map<String, String> REQUIRED =
            Map.of(
                    "RTMANAGER_POSTGRES_PRIMARY_DSN",
                    "postgres://rtmanagerservice:pg-hush@127.0.0.1:5432/galaxy"
                            + "?search_path=rtmanager&sslmode=disable",
                    "RTMANAGER_REDIS_MASTER_ADDR",
                    "127.0.0.1:6379",
                    "RTMANAGER_REDIS_PASSWORD",
                    "redis-hush",
                    "RTMANAGER_GAME_STATE_ROOT",
                    "/var/lib/galaxy/games");

    private Environments() {}

    /** The required variables plus more, given as names without prefix and values. */
    public static Map<String, String> with(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>(REQUIRED);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(Variable.PREFIX + namesAndValues[i], namesAndValues[i + 1]);
        }
        return environment;
    }

    public static Settings.Loaded loaded(Map<String, String> environment) {
        Settings.Reading reading = Settings.read(environment);
        assertThat(reading).isInstanceOf(Settings.Loaded.class);
        return (Settings.Loaded) reading;
    }

    static Settings.Invalid invalid(Map<String, String> environment) {
        Settings.Reading reading = Settings.read(environment);
        assertThat(reading).isInstanceOf(Settings.Invalid.class);
        return (Settings.Invalid) reading;
    }
}

package rtm.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a test finds and does on the engine. */
interface SeenInDocker {

    /** Runs Docker's own client on the engine of the test. */
    String onEngine(String... arguments);

    /** The game's containers in any state, as {@code name state}. */
    default List<String> containers(String game) {
        return onEngine("ps", "-aq", "--filter", "label=com.galaxy.game_id=" + game)
                .lines()
                .filter(id -> !id.isBlank())
                .flatMap(id -> nameAndState(id).stream())
                .toList();
    }

    /** By inspection: Docker's lists lag behind. None if it went meanwhile. */
    private Optional<String> nameAndState(String id) {
        try {
            String seen = onEngine("inspect", "--format", "{{.Name}} {{.State.Status}}", id);
            return Optional.of(seen.strip().substring(1));
        } catch (IllegalStateException failed) {
            if (String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT).contains("no such")) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /** The full id of the container that bears the game's name. */
    default String container(String game) {
        return onEngine("ps", "-aq", "--no-trunc", "--filter", "name=^/galaxy-game-" + game + "$")
                .strip();
    }

    /**
     * Has the game's engine end by itself, and waits until it has. The command goes with the
     * engine, at times before it could say how it fared.
     */
    default void endEngine(String game, int code) {
        String name = "galaxy-game-" + game;
        onEngine("exec", "-d", name, "engine", "exit", Integer.toString(code));
        onEngine("wait", name);
    }

    /** What the game's engine says of its state folder, once it answers. */
    default Map<String, String> engineState(String game) {
        String address =
                onEngine(
                                "inspect",
                                "--format",
                                "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                                "galaxy-game-" + game)
                        .strip();
        URI url = URI.create("http://" + address + ":8080/state");
        return await("the engine of " + game)
                .atMost(Stage.PATIENCE)
                .ignoreExceptions()
                .until(() -> state(url), state -> !state.isEmpty());
    }

    private static Map<String, String> state(URI url) throws IOException {
        try (InputStream in = url.toURL().openStream()) {
            Map<String, String> state = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("="))
                    .forEach(line -> {
                        int equals = line.indexOf('=');
                        state.put(line.substring(0, equals), line.substring(equals + 1));
                    });
            return state;
        }
    }
}

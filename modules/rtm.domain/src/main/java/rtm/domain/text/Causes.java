package rtm.domain.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What is wrong, one line for each cause: what follows from it is named in the same line. */
public final class Causes {

    /** What a part of the status is read from. */
    private static final Map<String, String> READ_FROM =
            Map.of(
                    "start_jobs",
                    "redis",
                    "stop_jobs",
                    "redis",
                    "store",
                    "postgres",
                    "nodes",
                    "postgres",
                    "docker",
                    "docker",
                    "docker_root",
                    "docker",
                    "state_root",
                    "state root");

    private static final int MOST_NODES = 5;
    private static final String STARTS = "starts";
    private static final String STOPS = "stops";
    private static final String LOGS = "logs";
    private static final String HEALTH = "health and ends of games";

    /** What operators call what an operation waits for. */
    private static final Map<String, String> NEEDED =
            Map.of(
                    "postgres",
                    "database",
                    "redis",
                    "Redis server",
                    "docker",
                    "Docker daemon",
                    "docker network",
                    "Docker network",
                    "state root",
                    "state root",
                    "node",
                    "node that the game is on",
                    "drain",
                    "end of the drain");

    /** How servers, and the system, refuse somebody. "Connection refused" is no answer. */
    private static final Pattern REFUSED =
            Pattern.compile(
                    "password|permission denied|pg_hba|has no access", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> errors = new LinkedHashMap<>();
    private final Map<String, List<String>> affected = new LinkedHashMap<>();
    private final List<String> others = new ArrayList<>();
    private final Map<Long, String> unseen = new TreeMap<>();

    /**
     * @param dependencies those that fail, each with the reason, in order
     */
    public Causes(Map<String, String> dependencies) {
        dependencies.forEach((name, error) -> {
            if (causeOf(name, error, dependencies).isEmpty()) {
                errors.put(name, error);
                affected.put(name, new ArrayList<>());
            }
        });
        dependencies.forEach((name, error) ->
                causeOf(name, error, dependencies)
                        .map(affected::get)
                        .ifPresent(names -> names.add(name)));
    }

    /** Some reasons say that another dependency is away. */
    private static Optional<String> causeOf(
            String name, String error, Map<String, String> dependencies) {
        return dependencies.entrySet().stream()
                .filter(other -> !other.getKey().equals(name))
                .filter(other -> error.startsWith(other.getKey() + ":"))
                .filter(other -> !other.getValue().startsWith(name + ":"))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** A part of the status could not be read. */
    public void part(String part, String error) {
        List<String> ofCause = affected.get(READ_FROM.getOrDefault(part, ""));
        if (ofCause == null) {
            others.add(Terms.part(part) + ": " + error);
        } else {
            ofCause.add(Terms.part(part));
        }
    }

    /** That many rows of PostgreSQL cannot be read. */
    public void unreadableRows(long count) {
        others.add(
                "rows of PostgreSQL that cannot be read: %d; the log names them".formatted(count));
    }

    /**
     * Nodes that somebody should look at.
     *
     * @param words by the node's name, what there is to know of it
     */
    public void nodes(Map<String, String> words) {
        words.entrySet().stream()
                .limit(MOST_NODES)
                .forEach(node ->
                        others.add("node %s: %s".formatted(node.getKey(), node.getValue())));
        int more = words.size() - MOST_NODES;
        if (more > 0) {
            others.add(
                    "%s more to look at; see: rtmanager nodes".formatted(Plural.of(more, "node")));
        }
    }

    /** A lost node has running games: nobody notes how their engines are. */
    public void unseenGamesOn(long number, String name) {
        unseen.put(number, name);
    }

    /** Nothing is done on this process' node, since that was given up. */
    public void givenUp(String reason) {
        others.add(reason);
    }

    /** Whether this dependency fails because another one does. */
    public boolean isEffect(String dependency) {
        return affected.values().stream().anyMatch(names -> names.contains(dependency));
    }

    /** Whether it fails because its disk, or its memory, is full. */
    public boolean isFull(String dependency) {
        return errors.getOrDefault(dependency, "").contains(" is full");
    }

    /** Whether it answers, and only lets read. */
    public boolean isReadOnly(String dependency) {
        return errors.getOrDefault(dependency, "").contains("takes no writes");
    }

    /** Whether it answers, and lets nobody in with what is set here. */
    public boolean isRefused(String dependency) {
        return REFUSED.matcher(errors.getOrDefault(dependency, "")).find();
    }

    /**
     * What an operation in progress waits for. Only that of a job is repeated until the cause has
     * gone.
     *
     * @param kind what it does
     * @param source who requested it
     */
    public Optional<String> holdUp(String kind, String source) {
        return "lobby_stream".equals(source)
                ? errors.keySet().stream()
                        .filter(name -> work(name).contains(kind + "s"))
                        .findFirst()
                        .map(Causes::needed)
                : Optional.empty();
    }

    /**
     * Whether nobody notes now how the engines are, so that what was last seen may be wrong.
     * Without Redis nobody can own a game, and who does not own it notes no end of its engine.
     */
    public boolean hideHealth() {
        return errors.keySet().stream().anyMatch(name -> work(name).contains(HEALTH));
    }

    /**
     * Whether that is so of a game's engine.
     *
     * @param node the number of the game's node, if there are several
     */
    public boolean hideHealthOn(OptionalLong node) {
        return hideHealth() || (node.isPresent() && unseen.containsKey(node.getAsLong()));
    }

    /** Whether that is so of the engines of some game that is recorded as running. */
    public boolean hideSomeHealth() {
        return hideHealth() || !unseen.isEmpty();
    }

    /** The names of the lost nodes whose games nobody sees. */
    public List<String> unseenNodes() {
        return List.copyOf(unseen.values());
    }

    /** What operators call a dependency that work waits for, behind "the". */
    public static String needed(String dependency) {
        return NEEDED.getOrDefault(dependency, dependency);
    }

    /** What cannot be done without this dependency. */
    private List<String> work(String name) {
        return switch (name) {
            case "postgres" -> withLogs(name, "store");
            case "redis" -> List.of(STARTS, STOPS, HEALTH);
            case "docker" -> isFull(name) ? List.of(STARTS) : withLogs(name, "docker");
            case "docker network", "state root" -> List.of(STARTS);
            default -> List.of();
        };
    }

    /** Logs too, if nothing can be read from it. */
    private List<String> withLogs(String name, String part) {
        return affected.getOrDefault(name, List.of()).contains(Terms.part(part))
                ? List.of(STARTS, STOPS, LOGS, HEALTH)
                : List.of(STARTS, STOPS, HEALTH);
    }

    /** The lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        errors.forEach((name, error) -> {
            List<String> names = new ArrayList<>(work(name));
            names.addAll(affected.getOrDefault(name, List.of()));
            String reason = error.startsWith(name) ? error : name + ": " + error;
            lines.add(
                    names.isEmpty()
                            ? reason
                            : "%s; affects %s"
                                    .formatted(
                                            reason.replaceFirst("\\.+$", ""),
                                            String.join(", ", names)));
        });
        lines.addAll(others);
        return lines;
    }
}

package rtm.main.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import rtm.http.ConsoleMode;

/** The rules between two variables. A variable with its own problem is skipped. */
final class CrossChecks {

    private final Environment environment;
    private final SettingValues values;
    private final List<Problem> problems = new ArrayList<>();

    private CrossChecks(Environment environment, SettingValues values) {
        this.environment = environment;
        this.values = values;
    }

    static List<Problem> of(Environment environment, SettingValues values) {
        CrossChecks checks = new CrossChecks(environment, values);
        checks.all();
        return List.copyOf(checks.problems);
    }

    private void all() {
        check(
                WorkerVariables.PROBE_TIMEOUT,
                "must be shorter than",
                WorkerVariables.PROBE_INTERVAL,
                CrossChecks::shorter);
        check(
                DockerVariables.PULL_STALL_TIMEOUT,
                "must not be longer than",
                DockerVariables.PULL_TIMEOUT,
                CrossChecks::notLonger);
        check(
                StoreVariables.MAX_IDLE_CONNECTIONS,
                "must not be more than",
                StoreVariables.MAX_OPEN_CONNECTIONS,
                (idle, open) -> idle <= open);
        // A lease is renewed after a third of its time; one slow answer must not lose it.
        check(
                StreamsVariables.OPERATION_TIMEOUT,
                "must be shorter than half of",
                StreamsVariables.LEASE_TTL,
                (timeout, lease) -> shorter(timeout, lease.dividedBy(2)));
        checkActionsHaveToken();
        checkStreamsDiffer();
        checkTokens();
        checkNodes();
    }

    /** Where they have no effect, they show that the other nodes were forgotten. */
    private void checkNodes() {
        if (values.find(NodeVariables.NODES).filter(NodesMode.SINGLE::equals).isEmpty()) {
            return;
        }
        NodeVariables.GROUP.variables().stream()
                .filter(variable -> !variable.equals(NodeVariables.NODES))
                .filter(variable -> values.find(variable).isPresent())
                .filter(variable -> !environment.effective(variable).equals(variable.fallback()))
                .forEach(variable ->
                        problems.add(
                                new Problem(
                                        variable.name(),
                                        "is %s, but %s is %s, so there is no other node; set that to many, or remove this one"
                                                .formatted(
                                                        shown(variable),
                                                        NodeVariables.NODES.name(),
                                                        shown(NodeVariables.NODES)))));
    }

    /** Without the first token everybody may change everything, whatever the second one is. */
    private void checkTokens() {
        values.find(HttpVariables.READ_TOKEN)
                .flatMap(token -> token)
                .ifPresent(reading ->
                        values.find(HttpVariables.TOKEN)
                                .ifPresent(all -> checkTokens(reading, all)));
    }

    private void checkTokens(String reading, Optional<String> all) {
        String other = HttpVariables.TOKEN.name();
        if (all.isEmpty()) {
            problems.add(
                    new Problem(
                            HttpVariables.READ_TOKEN.name(),
                            "protects nothing without " + other + "; set that too"));
        } else if (all.get().equals(reading)) {
            problems.add(
                    new Problem(
                            HttpVariables.READ_TOKEN.name(),
                            "is the same as %s; they must differ".formatted(other)));
        }
    }

    private <A, B> void check(
            Variable<A> left, String rule, Variable<B> right, BiPredicate<A, B> holds) {
        boolean broken =
                values.find(left)
                        .flatMap(a -> values.find(right).map(b -> !holds.test(a, b)))
                        .orElse(false);
        if (broken) {
            problems.add(
                    new Problem(
                            left.name(),
                            "is %s and %s %s, which is %s"
                                    .formatted(shown(left), rule, right.name(), shown(right))));
        }
    }

    private void checkActionsHaveToken() {
        boolean broken =
                values.find(HttpVariables.CONSOLE).filter(ConsoleMode.ACT::equals).isPresent()
                        && values.find(HttpVariables.TOKEN).filter(Optional::isEmpty).isPresent();
        if (broken) {
            problems.add(
                    new Problem(
                            HttpVariables.CONSOLE.name(),
                            "is %s and needs %s, which is not set"
                                    .formatted(
                                            shown(HttpVariables.CONSOLE),
                                            HttpVariables.TOKEN.name())));
        }
    }

    private void checkStreamsDiffer() {
        Map<String, Variable<?>> owners = new HashMap<>();
        for (Variable<String> variable : StreamsVariables.STREAM_NAMES) {
            values.find(variable).ifPresent(stream -> claim(stream, variable, owners));
        }
    }

    private void claim(String stream, Variable<?> variable, Map<String, Variable<?>> owners) {
        Variable<?> owner = owners.putIfAbsent(stream, variable);
        if (owner != null) {
            problems.add(
                    new Problem(
                            variable.name(),
                            "is %s, and so is %s: each stream needs its own name"
                                    .formatted(shown(variable), owner.name())));
        }
    }

    private String shown(Variable<?> variable) {
        return variable.secrecy().shown(environment.effective(variable))
                + (environment.sets(variable) ? "" : " (the default)");
    }

    private static boolean shorter(Duration left, Duration right) {
        return left.compareTo(right) < 0;
    }

    private static boolean notLonger(Duration left, Duration right) {
        return left.compareTo(right) <= 0;
    }
}

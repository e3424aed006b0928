package rtm.main.client;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtm.domain.text.Ages;
import rtm.domain.text.Bytes;
import rtm.domain.text.PlainText;
import rtm.domain.text.Plural;
import rtm.main.client.call.AnswerReader;
import rtm.main.client.call.Fields;
import rtm.main.client.call.Paths;
import rtm.main.client.call.ServiceCalls;
import rtm.main.client.call.UsageException;
import rtm.main.client.game.Nodes;
import rtm.main.client.text.Table;
import rtm.main.client.text.Terminal;

/** The nodes. */
@Command(
        name = "nodes",
        description = "List the machines that games run on, and what is there.",
        footer = {"", "Example: rtmanager nodes"})
final class NodesCommand extends ServiceCommand {

    static final String PATH = Paths.of("/nodes");

    @Override
    void run() {
        shownOrRead(calls().read(PATH)).ifPresent(this::print);
    }

    /** Another node than the one that is asked, for what each has of its own. */
    static final class NodeOption {

        @Option(
                names = "--node",
                paramLabel = "NODE",
                description = "That of this node, where there are several; see: rtmanager nodes.")
        @Nullable String name;

        /** As a parameter of a query, behind this. */
        String query(String before) {
            return name == null ? "" : before + "node=" + Paths.encoded(name);
        }
    }

    private void print(Fields answer) {
        Table table =
                new Table("NODE", "STATE", "PROCESS", "RUNNING", "GAMES", "MEMORY", "SEEN", "URL");
        for (Fields node : answer.list("items")) {
            table.row(
                    Nodes.name(node),
                    node.shown("state"),
                    process(node),
                    of(node.number("games_running"), node.number("games_max"), Long::toString),
                    Long.toString(node.number("games_recorded").orElse(0)),
                    of(
                            node.number("memory_used_bytes"),
                            node.number("memory_bytes"),
                            bytes -> Bytes.of((double) bytes)),
                    node.time("seen_at")
                            .map(then -> Ages.since(then, session().clock().instant()))
                            .orElse("-"),
                    node.text("url").orElse("-"));
        }
        table.print(screen());
        for (Fields node : answer.list("items")) {
            node.text("words")
                    .ifPresent(words ->
                            screen().line(
                                            screen().alarming(
                                                            "%s: %s"
                                                                    .formatted(
                                                                            Nodes.name(node),
                                                                            words))));
        }
    }

    private static String process(Fields node) {
        if (node.is("lost")) {
            return "lost";
        }
        if (!node.is("held")) {
            return "retired".equals(node.shown("state")) ? "-" : "none";
        }
        return node.is("intake") ? "reads jobs" : "yes";
    }

    /** A limit of 0 is none. */
    private static String of(
            OptionalLong value, OptionalLong limit, java.util.function.LongFunction<String> words) {
        Optional<String> most =
                limit.isPresent() && limit.getAsLong() > 0
                        ? Optional.of(words.apply(limit.getAsLong()))
                        : Optional.empty();
        return words.apply(value.orElse(0)) + most.map(" of "::concat).orElse("");
    }

    /** What operators say of one node. */
    @Command(
            name = "node",
            description = "Open a node for new games, close it, or give it up.",
            footer = {
                "",
                "Examples: rtmanager node close vm-2",
                "          rtmanager node open vm-2",
                "          rtmanager node retire vm-2 --fenced"
            })
    static final class OfOne extends ServiceCommand {

        @Override
        void run() {
            throw new UsageException("give close, open or retire; rtmanager nodes lists the nodes");
        }

        /** A node, by its name. */
        static final class NodeParameter {

            @Parameters(paramLabel = "NODE", description = "The node's name.")
            @Nullable String node;

            String name() {
                return Objects.requireNonNull(node);
            }

            Optional<String> body() {
                return ChangeCommand.body("node", name());
            }
        }

        /** Lets no new games come. */
        @Command(
                name = "close",
                description = "Let no new games come to a node; those that are there stay.",
                footer = {"", "Example: rtmanager node close vm-2"})
        static final class Close extends ServiceCommand {

            @Mixin final NodeParameter node = new NodeParameter();

            @Override
            void run() {
                shownOrRead(calls().change("POST", PATH + "/close", node.body()).answer())
                        .ifPresent(answer ->
                                screen().line(
                                                "%s is closed: no new games come, those that are there stay"
                                                        .formatted(Nodes.name(answer))));
            }
        }

        /** Lets new games come. */
        @Command(
                name = "open",
                description = {
                    "Let new games come to a node.",
                    "Also to one that was given up, once no container of a game that moved away is left there. Its process says so; if none answers, you do, with --emptied."
                },
                footer = {
                    "",
                    "Examples: rtmanager node open vm-2",
                    "          rtmanager node open vm-2 --emptied"
                })
        static final class Open extends ServiceCommand {

            @Mixin final NodeParameter node = new NodeParameter();

            @Option(
                    names = "--emptied",
                    description =
                            "You have looked: no container of a game that moved away is left on its machine.")
            boolean emptied;

            @Override
            void run() {
                String path = PATH + "/open" + (emptied ? "?emptied=true" : "");
                shownOrRead(calls().change("POST", path, node.body()).answer())
                        .ifPresent(answer ->
                                screen().line(
                                                "%s is open: new games may come"
                                                        .formatted(Nodes.name(answer))));
            }
        }

        /** Gives a node up. */
        @Command(
                name = "retire",
                description = {
                    "Give a node up whose machine is off for good.",
                    "Its open operations fail, and its running games become removed. Their records keep the node until they are moved."
                },
                footer = {
                    "",
                    "Examples: rtmanager node retire vm-2 --fenced",
                    "          rtmanager node retire vm-2 --fenced --yes-i-mean vm-2"
                })
        static final class Retire extends ServiceCommand {

            @Mixin final NodeParameter node = new NodeParameter();

            @Option(
                    names = "--fenced",
                    description =
                            "The machine is off, and stays off. If it is not, its games may run twice.")
            boolean fenced;

            @Option(
                    names = "--yes-i-mean",
                    paramLabel = "NODE",
                    description =
                            "The node's name once more, where nobody can be asked to type it.")
            @Nullable String meant;

            @Override
            void run() {
                if (!fenced) {
                    throw new UsageException(
                            "switch the machine off first, and say so with --fenced: engines that still"
                                    + " run there would run twice");
                }
                requireMeant();
                ServiceCalls calls = calls();
                long games = 0;
                long operations = 0;
                boolean more = true;
                String shown = node.name();
                while (more) {
                    String answer =
                            calls.change("POST", PATH + "/retire?fenced=true", node.body())
                                    .answer();
                    if (json()) {
                        printJson(answer);
                    }
                    Fields settled = AnswerReader.object(answer);
                    long gone = settled.number("games").orElse(0);
                    long failed = settled.number("operations").orElse(0);
                    games += gone;
                    operations += failed;
                    shown = Nodes.name(settled);
                    more = settled.is("more");
                    if (more && gone + failed == 0) {
                        throw new FailedException(
                                "%s is given up, but not all that it leaves could be settled; try again in a moment"
                                        .formatted(shown));
                    }
                }
                if (!json()) {
                    screen().line(
                                    "%s is given up: %s removed, %s failed"
                                            .formatted(
                                                    shown,
                                                    Plural.of(games, "game"),
                                                    Plural.of(operations, "operation")));
                    session()
                            .err()
                            .println(
                                    "Its games stay there until they are moved: restore their folders on"
                                            + " another node, then rtmanager game move GAME NODE");
                }
            }

            private void requireMeant() {
                String typed =
                        meant == null
                                ? Terminal.ask(
                                                "This gives up node %s and all that runs there. Type its name: "
                                                        .formatted(PlainText.line(node.name())))
                                        .orElseThrow(() ->
                                                new UsageException(
                                                        "nobody can be asked; say --yes-i-mean %s"
                                                                .formatted(
                                                                        PlainText.line(
                                                                                node.name()))))
                                : meant;
                if (!typed.equals(node.name())) {
                    throw new UsageException("that is another name; nothing was changed");
                }
            }
        }
    }

    /** What operators say of where one game is. */
    @Command(
            name = "game",
            description = "Move a game to another node.",
            footer = {"", "Example: rtmanager game move game-01HZ vm-1"})
    static final class OfGame extends ServiceCommand {

        @Override
        void run() {
            throw new UsageException("give move; rtmanager show GAME shows a game");
        }

        /** Lets a game start on another node. */
        @Command(
                name = "move",
                description = {
                    "Let a game start on another node from now on.",
                    "It must not run. Nothing is copied: its folder must be there already."
                },
                footer = {"", "Example: rtmanager game move game-01HZ vm-1"})
        static final class Move extends ServiceCommand {

            @Mixin final GameParameter game = new GameParameter();

            @Parameters(paramLabel = "NODE", description = "The other node's name.")
            @Nullable String node;

            @Override
            void run() {
                String name = Objects.requireNonNull(node);
                if (!json() && isThere(name)) {
                    screen().line(
                                    "%s is on node %s already"
                                            .formatted(game.id(), PlainText.line(name)));
                    return;
                }
                shownOrRead(
                                calls().change(
                                                "POST",
                                                Paths.game(game.id(), "/move"),
                                                ChangeCommand.body("node", name))
                                        .answer())
                        .ifPresent(record -> {
                            screen().line(
                                            "%s is on node %s now"
                                                    .formatted(
                                                            record.shown("game_id"),
                                                            PlainText.line(name)));
                            session()
                                    .err()
                                    .println(
                                            "Its folder was not copied; start it only if the folder is"
                                                    + " on that node. A container that was not removed"
                                                    + " stays where it is.");
                        });
            }

            /** Then nothing would change; in doubt the service says what it thinks. */
            private boolean isThere(String name) {
                return Nodes.ofGame(calls(), game.id())
                        .filter(there -> Nodes.name(there).equals(name))
                        .isPresent();
            }
        }
    }
}

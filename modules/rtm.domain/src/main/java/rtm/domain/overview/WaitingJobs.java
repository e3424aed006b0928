package rtm.domain.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import rtm.domain.model.GameId;
import rtm.domain.model.Node;
import rtm.domain.model.NodeReport;
import rtm.domain.model.WireName;
import rtm.domain.text.Terms;
import rtm.domain.time.Deadline;

/**
 * The jobs that wait. Only the process that reads them knows them; among several nodes the others
 * ask it, all callers of a process together. If it cannot be asked, the jobs are not known, which
 * is not the same as that none waits.
 */
public final class WaitingJobs {

    private static final Duration PATIENCE = Duration.ofMillis(2_500);

    private final PendingWork own;
    private final Supplier<? extends WireName> phase;
    private final Optional<SharedLook<List<NodeReport>>> nodes;
    private final SharedLook<Part<ReaderJobs>> look;
    private volatile Optional<Reader> reader = Optional.empty();

    /** Asks the process of another node, which answers by what it knows itself. */
    @FunctionalInterface
    public interface Reader {

        /** What that process says, within some seconds. */
        Part<ReaderJobs> jobs(Node node) throws InterruptedException;
    }

    /**
     * @param own what waits in this process
     * @param phase what this process does at present
     * @param nodes the nodes; empty where there is one only
     */
    WaitingJobs(
            PendingWork own,
            Supplier<? extends WireName> phase,
            Optional<SharedLook<List<NodeReport>>> nodes) {
        this.own = own;
        this.phase = phase;
        this.nodes = nodes;
        this.look = SharedLook.of(this::look);
    }

    /** From now on another node is asked like this. */
    public void askBy(Reader asked) {
        reader = Optional.of(asked);
    }

    /** Whether this process reads the jobs, or is the only one that may. */
    boolean areReadHere() {
        String present = phase.get().wire();
        return nodes.isPresent() ? present.equals("leading") : !present.equals("standing_by");
    }

    /** Starts to ask the process that reads them, unless it is being asked. */
    CompletableFuture<Part<Part<ReaderJobs>>> start() {
        return look.start();
    }

    /** What that process says. */
    static Part<ReaderJobs> await(
            CompletableFuture<Part<Part<ReaderJobs>>> asking, Deadline deadline)
            throws InterruptedException {
        return switch (SharedLook.await(asking, deadline)) {
            case Part.Seen<Part<ReaderJobs>>(Part<ReaderJobs> said) -> said;
            case Part.Missing<Part<ReaderJobs>>(String why) -> new Part.Missing<>(why);
        };
    }

    /**
     * What there is to say of a game without a record: that a start job of it waits, or that nobody
     * knows; empty if none waits.
     */
    public Optional<String> ofStart(GameId game) throws InterruptedException {
        Optional<String> here =
                own.start(game).map(start -> words(game, start.since(), start.waitsFor()));
        if (here.isPresent() || areReadHere()) {
            return here;
        }
        return switch (await(start(), Deadline.in(PATIENCE))) {
            case Part.Seen<ReaderJobs>(ReaderJobs said) -> ofStart(game, said);
            case Part.Missing<ReaderJobs>(String why) -> Optional.of(unknown(game, why));
        };
    }

    private static Optional<String> ofStart(GameId game, ReaderJobs said) {
        Optional<String> waits =
                said.start(game).map(start -> words(game, start.since(), start.waitsFor()));
        return waits.isPresent() || said.all()
                ? waits
                : Optional.of(
                        unknown(game, "more jobs wait than node %s says".formatted(said.node())));
    }

    private static String words(GameId game, Instant since, Optional<String> waitsFor) {
        return Terms.startWaits(game.value(), since.toString(), waitsFor);
    }

    private static String unknown(GameId game, String why) {
        return Terms.startUnknown(game.value(), Terms.unknown(why));
    }

    private Part<ReaderJobs> look() {
        if (nodes.isEmpty() || reader.isEmpty()) {
            return new Part.Missing<>("another process reads the jobs");
        }
        try {
            Deadline deadline = Deadline.in(PATIENCE);
            return switch (SharedLook.await(nodes.get().start(), deadline)) {
                case Part.Seen<List<NodeReport>>(List<NodeReport> all) -> ask(all);
                case Part.Missing<List<NodeReport>>(String why) ->
                        new Part.Missing<>("which node reads the jobs is not known: " + why);
            };
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Part.Missing<>("the service is stopping");
        }
    }

    private Part<ReaderJobs> ask(List<NodeReport> all) throws InterruptedException {
        Optional<Node> node =
                all.stream().filter(NodeReport::intake).map(NodeReport::node).findFirst();
        return node.isPresent()
                ? reader.orElseThrow().jobs(node.get())
                : new Part.Missing<>("no process reads the jobs now");
    }
}

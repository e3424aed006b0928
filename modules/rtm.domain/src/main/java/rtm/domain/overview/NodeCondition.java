package rtm.domain.overview;

import java.util.Optional;
import rtm.domain.model.NodeCapacity;
import rtm.domain.model.NodeReport;
import rtm.domain.model.NodeState;
import rtm.domain.text.Ages;
import rtm.domain.text.PlainText;
import rtm.domain.text.Plural;
import rtm.domain.text.Terms;

/** What operators should know of a node: its words are the same wherever it is shown. */
public final class NodeCondition {

    private NodeCondition() {}

    /** Why somebody should look at it, to be read behind its name; empty if nobody has to. */
    public static Optional<String> attention(NodeReport report) {
        if (report.node().state() == NodeState.RETIRED) {
            return Optional.of(report.recorded())
                    .filter(games -> games > 0)
                    .map(games ->
                            "retired, and %s still named there: move them to other nodes"
                                    .formatted(are(games)));
        }
        if (report.lost()) {
            return Optional.of(
                    "lost: no process was seen there for %s, and %s recorded as running"
                            .formatted(
                                    report.unseen().map(Ages::of).orElse("an unknown time"),
                                    are(report.running())));
        }
        if (!report.held()) {
            return Optional.of("without a process: nothing is changed there");
        }
        return report.node()
                .trouble()
                .map(why -> "unable to start engines: " + PlainText.line(why))
                .or(() ->
                        Optional.of("closed: no new games come there")
                                .filter(_ -> report.node().state() == NodeState.CLOSED));
    }

    private static String are(long games) {
        return Plural.of(games, "game") + (games == 1 ? " is" : " are");
    }

    /** A node at a glance, such as {@code vm-1: open, reads jobs, 3 of 40 games run, …}. */
    public static String words(NodeReport report) {
        Optional<NodeCapacity> capacity = report.node().capacity();
        return Terms.node(
                report.node().label(),
                report.node().state().wire(),
                report.intake(),
                report.running(),
                capacity.map(most -> (long) most.games()).filter(most -> most > 0),
                report.memoryUsed(),
                capacity.map(most -> most.memory().bytes()));
    }
}

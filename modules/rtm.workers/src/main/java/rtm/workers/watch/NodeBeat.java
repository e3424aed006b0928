package rtm.workers.watch;

import java.time.Duration;
import java.util.Optional;
import rtm.domain.log.Log;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.domain.time.Deadline;
import rtm.domain.time.Durations;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.RoundOutage;
import rtm.workers.loop.Rounds;
import rtm.workers.wiring.SeveralNodes;

/**
 * Periodically says that this node has a process, and whether engines can be started here, where
 * there are several nodes. The end of Docker's events is a reason to look at once.
 */
public final class NodeBeat {

    private static final Log LOG = Log.of(NodeBeat.class);

    /** Between two looks at engines, unless Docker's events end. */
    public static final Duration LOOK = Duration.ofSeconds(5);

    private static final int MOST_WORDS = 300;

    private final SeveralNodes nodes;
    private final NodeId node;
    private final Rounds.Sleep sleep;
    private final RoundOutage outage;

    public NodeBeat(SeveralNodes nodes, NodeId node, Rounds.Sleep sleep) {
        this.nodes = nodes;
        this.node = node;
        this.sleep = sleep;
        this.outage =
                new RoundOutage(
                        LOG,
                        nodes.interval(),
                        "other nodes cannot see that this one is at work",
                        "other nodes can see again that this one is at work");
    }

    /**
     * At once, then once per interval and whenever engines can no longer be started or can be
     * again, until it is interrupted.
     */
    public void run() throws InterruptedException {
        Deadline next = Deadline.in(Duration.ZERO);
        Optional<String> said = Optional.empty();
        while (true) {
            Optional<String> trouble = trouble();
            if (next.past() || trouble.isPresent() != said.isPresent()) {
                try {
                    nodes.registry().recordBeat(node, trouble);
                    said = trouble;
                    next = Deadline.in(nodes.interval());
                } catch (DependencyUnavailableException away) {
                    Interruption.check();
                    outage.failed(away);
                }
                outage.roundEnded();
            }
            sleep.sleep(Durations.shorter(nodes.interval(), LOOK));
        }
    }

    private Optional<String> trouble() throws InterruptedException {
        try {
            nodes.engines().check();
            return Optional.empty();
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            String words = away.text();
            return Optional.of(words.substring(0, Math.min(words.length(), MOST_WORDS)));
        }
    }
}

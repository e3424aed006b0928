package rtm.workers.intake;

import java.util.HashSet;
import java.util.Set;
import rtm.domain.log.Log;
import rtm.domain.log.LogField;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeLoad;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.RoundOutage;
import rtm.workers.loop.Rounds;
import rtm.workers.loop.WorkerMetrics;
import rtm.workers.wiring.SeveralNodes;

/**
 * Reports nodes that have no process: when jobs wait for one, and when one is lost. Used by the
 * process that reads the jobs, so that each is reported once.
 */
public final class LostNodes {

    private static final Log LOG = Log.of(LostNodes.class);

    private final SeveralNodes nodes;
    private final WorkerMetrics metrics;
    private final Rounds.Sleep sleep;
    private final RoundOutage outage;
    private final Set<NodeId> lost = new HashSet<>();
    private final Set<NodeId> wanted = new HashSet<>();
    private final Set<NodeId> awaited = new HashSet<>();

    public LostNodes(SeveralNodes nodes, WorkerMetrics metrics, Rounds.Sleep sleep) {
        this.nodes = nodes;
        this.metrics = metrics;
        this.sleep = sleep;
        this.outage =
                new RoundOutage(
                        LOG,
                        nodes.interval(),
                        "lost nodes cannot be looked for",
                        "lost nodes can be looked for again");
    }

    /** Looks once per interval, until it is interrupted. */
    public void run() throws InterruptedException {
        while (true) {
            look();
            sleep.sleep(nodes.interval());
        }
    }

    private void look() throws InterruptedException {
        try {
            for (NodeLoad node : nodes.registry().loads()) {
                reportLoss(node);
                reportWait(node);
            }
        } catch (DependencyUnavailableException away) {
            Interruption.check();
            outage.failed(away);
        }
        outage.roundEnded();
    }

    private void reportLoss(NodeLoad node) {
        if (node.isLost(nodes.lostAfter())) {
            if (lost.add(node.id())) {
                metrics.nodeLost();
                LOG.warn(
                        "node is lost",
                        LogField.of("node", node.name()),
                        LogField.of("games", node.games()),
                        LogField.of("unseen", node.unseen().orElse(nodes.lostAfter())));
            }
        } else if (lost.remove(node.id()) && node.atWork()) {
            LOG.info("node is back", LogField.of("node", node.name()));
        }
    }

    /** A job that was assigned just now may be taken by the next look. */
    private void reportWait(NodeLoad node) {
        if (node.atWork() || node.untaken() == 0) {
            wanted.remove(node.id());
            if (awaited.remove(node.id())) {
                LOG.info("no job waits for the node any more", LogField.of("node", node.name()));
            }
        } else if (!wanted.add(node.id()) && awaited.add(node.id())) {
            LOG.warn(
                    "jobs wait for a node that has no process",
                    LogField.of("node", node.name()),
                    LogField.of("jobs", node.untaken()));
        }
    }
}

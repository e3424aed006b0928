package rtm.workers.watch;

import rtm.domain.log.Log;
import rtm.domain.model.DependencyUnavailableException;
import rtm.domain.model.NodeId;
import rtm.workers.loop.Interruption;
import rtm.workers.loop.RoundOutage;
import rtm.workers.loop.Rounds;
import rtm.workers.wiring.SeveralNodes;

/** Periodically says that this node has a process, where there are several nodes. */
public final class NodeBeat {

    private static final Log LOG = Log.of(NodeBeat.class);

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

    /** At once and then once per interval, until it is interrupted. */
    public void run() throws InterruptedException {
        while (true) {
            try {
                nodes.registry().recordBeat(node);
            } catch (DependencyUnavailableException away) {
                Interruption.check();
                outage.failed(away);
            }
            outage.roundEnded();
            sleep.sleep(nodes.interval());
        }
    }
}

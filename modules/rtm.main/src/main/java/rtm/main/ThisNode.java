package rtm.main;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import rtm.domain.daemon.NodeRefusal;
import rtm.domain.model.NodeEngine;
import rtm.domain.model.NodeId;
import rtm.domain.model.NodeReport;
import rtm.domain.overview.NodeStore;
import rtm.domain.port.DependencyCheck;
import rtm.domain.port.NodeRegistry;
import rtm.domain.port.ProcessPresence;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.node.GamePlaces;
import rtm.domain.port.node.NodeAdministration;
import rtm.domain.state.GameStates;
import rtm.http.client.OtherNodes;
import rtm.main.telemetry.BootFailure;
import rtm.main.telemetry.NodeGauges;
import rtm.store.PostgresSignals;
import rtm.store.dsn.Dsn;
import rtm.workers.Collaborators;
import rtm.workers.Leadership;
import rtm.workers.ServicePhase;
import rtm.workers.wiring.SeveralNodes;
import rtm.workers.wiring.Wakeups;

/**
 * The node of this process, and how the process is wired on it: as on the only one, as on the only
 * one that was not given up, or as on one of several.
 *
 * @param id its number
 * @param name its name; empty if no other one works
 * @param several whether games may be on other nodes, such as those that were given up
 * @param seen records that a process has it from now on
 */
record ThisNode(NodeId id, Optional<String> name, boolean several, Runnable seen) {

    static ThisNode only(NodeId id, Runnable seen) {
        return new ThisNode(id, Optional.empty(), false, seen);
    }

    static ThisNode besideGivenUp(NodeId id, Runnable seen) {
        return new ThisNode(id, Optional.empty(), true, seen);
    }

    static ThisNode amongOthers(NodeId id, String name, Runnable seen) {
        return new ThisNode(id, Optional.of(name), true, seen);
    }

    /** Whether this process knows no other nodes. */
    boolean alone() {
        return name.isEmpty();
    }

    /** The store as the work on this node sees it. */
    RuntimeStore view(RuntimeStore store) {
        if (alone()) {
            return several ? NodeStore.besideGivenUp(store, id) : new NodeStore(store, id);
        }
        return NodeStore.amongOthers(store, id);
    }

    /**
     * Requires that this machine has the folders of its node's games. A copy of the machine has its
     * Docker ID too, and would take the games for gone.
     *
     * @throws BootFailure if it has others
     */
    void requireStates(GameStates states, NodeRegistry registry) {
        if (!alone()) {
            states.otherRoot()
                    .ifPresent(other -> {
                        throw new BootFailure(
                                registry.nodes().stream()
                                        .filter(node -> node.id().equals(id))
                                        .findFirst()
                                        .map(node -> NodeRefusal.copy(node, other).text())
                                        .orElse(other));
                    });
        }
    }

    /** The engines of other nodes among the callers, if there are any. */
    Optional<Function<InetAddress, Optional<NodeEngine>>> callers(GamePlaces places) {
        return name.map(_ -> address -> places.engineAt(address, id));
    }

    /** What passes requests about games of other nodes on, or refuses them, if there are any. */
    Optional<OtherNodes> reach(GamePlaces places, Duration timeout) {
        return several
                ? Optional.of(new OtherNodes(id, name.orElse(id.toString()), places, timeout))
                : Optional.empty();
    }

    /** Reads the nodes for operators, if there are several. */
    Optional<Supplier<List<NodeReport>>> reports(NodeAdministration nodes) {
        return several ? Optional.of(nodes::reports) : Optional.empty();
    }

    /** Shows how many nodes there are, where there are several. */
    void observe(Meter meter, NodeRegistry nodes, Closers closers) {
        if (!alone()) {
            closers.add("gauges of nodes", new NodeGauges(meter, nodes::nodes));
        }
    }

    /** Lets other processes wake what waits here. */
    void listen(Dsn dsn, Wakeups wakeups, Closers closers) {
        if (!alone()) {
            closers.add("postgres signals", PostgresSignals.listen(dsn, id, wakeups));
        }
    }

    /** What the work on this node needs if there are others. */
    Optional<SeveralNodes> others(
            NodeRegistry registry, Duration lostAfter, DependencyCheck engines) {
        return alone()
                ? Optional.empty()
                : Optional.of(SeveralNodes.of(registry, lostAfter, engines));
    }

    /** What starts and stops the work on this node. */
    Leadership leadership(
            ProcessPresence presence,
            ServicePhase phase,
            Collaborators collaborators,
            OpenTelemetry telemetry) {
        return alone()
                ? new Leadership(presence, phase, collaborators, telemetry, seen)
                : Leadership.amongOthers(presence, phase, collaborators, telemetry, seen);
    }
}

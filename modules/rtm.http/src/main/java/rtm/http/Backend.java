package rtm.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import rtm.domain.daemon.EngineCallers;
import rtm.domain.image.ImageStock;
import rtm.domain.node.ManageNodes;
import rtm.domain.overview.Overview;
import rtm.domain.port.ContainerOutput;
import rtm.domain.port.DependencyCheck;
import rtm.domain.port.RuntimeStore;
import rtm.domain.port.upkeep.StreamUpkeep;
import rtm.domain.usecase.EngineLogs;
import rtm.domain.usecase.GameHistory;
import rtm.domain.usecase.UseCases;
import rtm.http.client.OtherNodes;

/**
 * What the routes call, from many virtual threads at once. An operation that has started runs to
 * its end, whether or not its caller is still there.
 *
 * @param useCases the operations
 * @param store what the reading routes show
 * @param logs what engines wrote
 * @param output what engines write, as they write it
 * @param history operations and endings of a game
 * @param refusal why no operation is taken now; empty when operations are taken
 * @param engines recognizes engines among the callers
 * @param checks the dependencies that readiness asks; it names the first in this order that fails
 * @param images the images of the host
 * @param streams the streams of Redis
 * @param overview what operators look at
 * @param nodes what operators see and say of nodes
 * @param others what passes requests on to other nodes; empty where there is one node only
 */
public record Backend(
        UseCases useCases,
        RuntimeStore store,
        EngineLogs logs,
        ContainerOutput output,
        GameHistory history,
        Supplier<Optional<String>> refusal,
        EngineCallers engines,
        List<? extends DependencyCheck> checks,
        ImageStock images,
        StreamUpkeep streams,
        Overview overview,
        ManageNodes nodes,
        Optional<OtherNodes> others) {

    /** Keeps its own copy of the checks. */
    public Backend {
        checks = List.copyOf(checks);
    }
}

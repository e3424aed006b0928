package rtm.docker;

import java.util.Optional;
import rtm.docker.api.DockerCalls;
import rtm.docker.api.RawAnswer;
import rtm.domain.model.ContainerId;
import rtm.domain.model.EngineAddress;
import rtm.domain.model.GameId;

/** Finds an engine's address on the engines' network. */
final class EngineAddresses {

    /** Every engine serves on this port of its container; it is part of the contract. */
    private static final int ENGINE_PORT = 8080;

    private final DockerCalls calls;
    private final Inspections inspections;
    private final String network;

    EngineAddresses(DockerCalls calls, Inspections inspections, String network) {
        this.calls = calls;
        this.inspections = inspections;
        this.network = network;
    }

    Optional<EngineAddress> of(GameId gameId, ContainerId id) {
        return calls.question(
                "inspect container",
                calls.deadlines().inspect(),
                docker ->
                        RawAnswer.container(docker, id)
                                .flatMap(found -> {
                                    inspections.listed(id, found).requireOf(gameId);
                                    return Inspections.address(found, network)
                                            .map(host -> new EngineAddress(host, ENGINE_PORT));
                                }));
    }
}

package rtm.domain.model;

import java.util.Optional;

/**
 * A container that its labels call a game's. Labels are copied by {@code docker commit} and can be
 * set by hand, so only the operation log can confirm the claim.
 *
 * @param container its id
 * @param operation the operation that its label names; empty without a valid one
 */
public record ContainerClaim(ContainerId container, Optional<OperationId> operation) {

    /** The claim of a container. */
    public static ContainerClaim of(ObservedContainer container) {
        return new ContainerClaim(
                container.id(),
                Optional.ofNullable(container.labels().get(Labels.OPERATION_ID))
                        .flatMap(OperationId::parse));
    }
}

package rtm.domain.model;

import java.util.Optional;

/**
 * A container whose labels name a game. {@code docker commit} copies labels and anyone can set
 * them, so only the operation log can confirm the claim.
 *
 * @param container its id
 * @param operation the operation that its label names; empty without a valid label
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

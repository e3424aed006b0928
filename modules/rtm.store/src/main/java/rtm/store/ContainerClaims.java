package rtm.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;

/** Which containers {@code operation_log} names as a game's. */
final class ContainerClaims {

    private static final String SELECT =
            """
            SELECT claim.container_id
            FROM unnest(?, ?) AS claim (container_id, operation_id)
            WHERE EXISTS (
                    SELECT FROM operation_log AS row
                    WHERE row.container_id = claim.container_id AND row.game_id = ?)
                OR EXISTS (
                    SELECT FROM operation_log AS row
                    WHERE row.operation_id = claim.operation_id AND row.game_id = ?
                        AND row.container_id IS NULL)
            """;

    private ContainerClaims() {}

    static Set<ContainerId> confirmed(
            Connection connection, GameId gameId, Collection<ContainerClaim> claims)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            new Values.Parameters(statement)
                    .texts(claims.stream().map(claim -> claim.container().value()).toArray())
                    .uuids(claims.stream().map(ContainerClaims::operation).toArray())
                    .text(gameId.value())
                    .text(gameId.value());
            try (ResultSet rows = statement.executeQuery()) {
                Set<ContainerId> confirmed = new HashSet<>();
                while (rows.next()) {
                    confirmed.add(new ContainerId(Values.string(rows, "container_id")));
                }
                return Set.copyOf(confirmed);
            }
        }
    }

    private static @Nullable UUID operation(ContainerClaim claim) {
        return claim.operation().map(operation -> operation.value()).orElse(null);
    }
}

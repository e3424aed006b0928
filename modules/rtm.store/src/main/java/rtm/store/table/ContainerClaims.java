package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.ClaimAnswers;
import rtm.domain.model.ContainerClaim;
import rtm.domain.model.ContainerId;
import rtm.domain.model.GameId;
import rtm.store.sql.SqlValues;

/** Checks in {@code operation_log} the containers that claim to belong to a game. */
public final class ContainerClaims {

    private static final String SELECT =
            """
            SELECT claim.container_id,
                EXISTS (SELECT FROM operation_log AS row
                        WHERE row.container_id = claim.container_id AND row.game_id = ?)
                    OR (maker.id IS NOT NULL AND maker.container_id IS NULL) AS confirmed
            FROM unnest(?, ?) AS claim (container_id, operation_id)
            LEFT JOIN operation_log AS maker
                ON maker.operation_id = claim.operation_id AND maker.game_id = ?
            WHERE maker.id IS NOT NULL
                OR EXISTS (SELECT FROM operation_log AS row
                           WHERE row.container_id = claim.container_id AND row.game_id = ?)
            """;

    private ContainerClaims() {}

    public static ClaimAnswers judge(
            Connection connection, GameId gameId, Collection<ContainerClaim> claims)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            new SqlValues.Parameters(statement)
                    .text(gameId.value())
                    .texts(claims.stream().map(claim -> claim.container().value()).toArray())
                    .uuids(claims.stream().map(ContainerClaims::operation).toArray())
                    .text(gameId.value())
                    .text(gameId.value());
            try (ResultSet rows = statement.executeQuery()) {
                Set<ContainerId> confirmed = new HashSet<>();
                Set<ContainerId> refuted = new HashSet<>();
                while (rows.next()) {
                    ContainerId container = new ContainerId(SqlValues.string(rows, "container_id"));
                    (rows.getBoolean("confirmed") ? confirmed : refuted).add(container);
                }
                return new ClaimAnswers(confirmed, refuted);
            }
        }
    }

    private static @Nullable UUID operation(ContainerClaim claim) {
        return claim.operation().map(operation -> operation.value()).orElse(null);
    }
}

package rtm.store.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rtm.domain.model.ImageReference;
import rtm.domain.model.ImageUse;
import rtm.store.sql.SqlValues;

/** Groups by image what records, operations and endings name. */
public final class ImageUseQuery {

    /** What was refused, or had nothing to do, has used no image. */
    private static final String USED_AT =
            """
            max(coalesce(finished_at, started_at)) FILTER (WHERE outcome = 'in_progress'
                OR outcome = 'success' AND error_code IS NULL)\
            """;

    private static final String SELECT =
            """
            SELECT image, max(used_at) AS used_at, bool_or(recorded) AS recorded,
                bool_or(needed) AS needed, sum(games) AS games
            FROM (
                SELECT current_image_ref AS image, max(last_op_at) AS used_at, true AS recorded,
                    bool_or(status <> 'removed') AS needed,
                    count(*) FILTER (WHERE status <> 'removed') AS games
                FROM runtime_records GROUP BY current_image_ref
                UNION ALL
                SELECT image_ref, %1$s, false, bool_or(outcome = 'in_progress'), 0
                FROM operation_log WHERE image_ref IS NOT NULL GROUP BY image_ref
                UNION ALL
                SELECT previous_image_ref, %1$s, false, bool_or(outcome = 'in_progress'), 0
                FROM operation_log WHERE previous_image_ref IS NOT NULL GROUP BY previous_image_ref
                UNION ALL
                SELECT image_ref, max(ended_at), false, false, 0
                FROM endings WHERE image_ref IS NOT NULL GROUP BY image_ref
            ) AS named
            GROUP BY image ORDER BY image LIMIT ?
            """
                    .formatted(USED_AT);

    private ImageUseQuery() {}

    /** A text that is no image, as a refused request leaves one, is left out. */
    public static List<ImageUse> run(Connection connection, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            new SqlValues.Parameters(statement).number(limit);
            List<ImageUse> uses = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    use(rows).ifPresent(uses::add);
                }
            }
            return List.copyOf(uses);
        }
    }

    private static Optional<ImageUse> use(ResultSet row) throws SQLException {
        Optional<ImageReference> image = ImageReference.parse(SqlValues.string(row, "image"));
        if (image.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ImageUse(
                        image.get(),
                        SqlValues.optionalInstant(row, "used_at"),
                        row.getBoolean("recorded"),
                        row.getBoolean("needed"),
                        row.getInt("games")));
    }
}

package rtm.store.table;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads on in place of rows that cannot be read, so that a shorter page is the last one. */
final class FullPage {

    private FullPage() {}

    /** Reads rows behind a key; empty for the first ones. */
    @FunctionalInterface
    interface Query<T> {
        RowReader.Rows<T> behind(Optional<String> key, int limit) throws SQLException;
    }

    static <T> List<T> read(int limit, Query<T> query) throws SQLException {
        List<T> values = new ArrayList<>();
        Optional<String> last = Optional.empty();
        boolean more = true;
        while (more && values.size() < limit) {
            int most = limit - values.size();
            RowReader.Rows<T> read = query.behind(last, most);
            values.addAll(read.values());
            more = read.count() == most;
            last = read.lastKey();
        }
        return List.copyOf(values);
    }
}

package rtm.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** A primary that became a standby keeps its connections open: they are of no use any more. */
final class LeaveStandby implements SQLExceptionOverride {

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return SqlFailures.state(failure).equals("25006")
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}

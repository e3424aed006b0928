package rtm.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** Closes a connection whose server answered that it cannot do the work. */
final class EvictOnRefusal implements SQLExceptionOverride {

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return SqlAnswer.of(failure) == SqlAnswer.LEAVE
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}

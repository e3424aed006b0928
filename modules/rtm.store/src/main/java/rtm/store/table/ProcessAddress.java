package rtm.store.table;

import rtm.store.sql.LockKeys;

/**
 * Where a process answers: several may run on one machine. A session says the port of its process
 * by a shared lock, whose second number is the port; versions without one are shown without it.
 */
public final class ProcessAddress {

    /** Says the port for as long as the session lives. */
    public static final String SAY_PORT =
            "SELECT pg_try_advisory_lock_shared(%d, ?)".formatted(LockKeys.PORT);

    /** The address and the port of the session a of pg_stat_activity. */
    static final String OF_SESSION =
            """
            CASE WHEN family(a.client_addr) = 6 THEN '[' || host(a.client_addr) || ']'
                ELSE host(a.client_addr) END
            || coalesce((SELECT ':' || min(p.objid::bigint) FROM pg_locks p
                WHERE p.pid = a.pid AND p.locktype = 'advisory' AND p.granted
                    AND p.mode = 'ShareLock' AND p.classid = %d AND p.objsubid = 2), '')
            """
                    .formatted(LockKeys.PORT);

    private ProcessAddress() {}
}

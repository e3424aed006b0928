package rtm.streams;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scripts for leases. Each can be repeated if its answer is lost. */
final class LeaseScripts {

    /**
     * Takes a lease: KEYS its key and the one of the database's mark; ARGV the new value, its
     * milliseconds, the value of a dead holder or an empty text, and the id of this database.
     * Refuses if Redis belongs to another database: then no operation begins. Answers nothing if
     * the lease is now ours, else "0" or "1" and the present value; a value that is not a text
     * counts as empty. With "1", the lease had no time to live and would have blocked its game
     * forever; it got the milliseconds.
     */
    static final Script<byte @Nullable []> TAKE =
            Script.ofText(
                            DatabaseMark.GUARD
                                    + """
                                    local refusal = foreign(KEYS[2], ARGV[4])
                                    if refusal then
                                      return refusal
                                    end
                                    if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
                                      return false
                                    end
                                    local mended = '0'
                                    if redis.call('PTTL', KEYS[1]) == -1 then
                                      redis.call('PEXPIRE', KEYS[1], ARGV[2])
                                      mended = '1'
                                    end
                                    local found = redis.pcall('GET', KEYS[1])
                                    if type(found) ~= 'string' then
                                      return mended
                                    end
                                    if found == ARGV[1] or (ARGV[3] ~= '' and found == ARGV[3]) then
                                      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
                                      return false
                                    end
                                    return mended .. found
                                    """)
                    .thatWrites();

    /**
     * Renews leases: KEYS their keys; ARGV the milliseconds, then the value of each. Answers 1 for
     * each that still had its value.
     */
    static final Script<List<Long>> RENEW =
            Script.ofNumbers(
                    """
                    local renewed = {}
                    for i, key in ipairs(KEYS) do
                      renewed[i] = 0
                      if redis.pcall('GET', key) == ARGV[i + 1] then
                        renewed[i] = redis.call('PEXPIRE', key, ARGV[1])
                      end
                    end
                    return renewed
                    """);

    /** Releases leases: KEYS their keys; ARGV the value of each. */
    static final Script<Long> RELEASE =
            Script.ofNumber(
                    """
                    local released = 0
                    for i, key in ipairs(KEYS) do
                      if redis.pcall('GET', key) == ARGV[i] then
                        released = released + redis.call('DEL', key)
                      end
                    end
                    return released
                    """);

    private LeaseScripts() {}
}

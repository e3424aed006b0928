package rtm.streams;

import java.util.List;

/** The scripts for leases. Each can be repeated if its answer is lost. */
final class LeaseScripts {

    /**
     * Takes leases: KEYS the one of the database's mark, then theirs; ARGV the id of this database,
     * the milliseconds, then for each the new value and the value of a dead holder or an empty
     * text. Refuses if Redis belongs to another database: then no operation begins. Answers for
     * each with an empty text if the lease is now ours, else "0" or "1" and the present value; a
     * value that is not a text counts as empty. With "1", the lease had no time to live and would
     * have blocked its game forever; it got the milliseconds.
     */
    static final Script<List<byte[]>> TAKE =
            Script.ofTexts(
                            DatabaseMark.GUARD
                                    + """
                                    local refusal = foreign(KEYS[1], ARGV[1])
                                    if refusal then
                                      return refusal
                                    end
                                    local function take(key, value, dead)
                                      if redis.call('SET', key, value, 'NX', 'PX', ARGV[2]) then
                                        return ''
                                      end
                                      local mended = '0'
                                      if redis.call('PTTL', key) == -1 then
                                        redis.call('PEXPIRE', key, ARGV[2])
                                        mended = '1'
                                      end
                                      local found = redis.pcall('GET', key)
                                      if type(found) ~= 'string' then
                                        return mended
                                      end
                                      if found == value or (dead ~= '' and found == dead) then
                                        redis.call('SET', key, value, 'PX', ARGV[2])
                                        return ''
                                      end
                                      return mended .. found
                                    end
                                    local answers = {}
                                    for i = 2, #KEYS do
                                      answers[i - 1] = take(KEYS[i], ARGV[2 * i - 1], ARGV[2 * i])
                                    end
                                    return answers
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

package rtm.domain.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A stream of Redis, and how far its reader is.
 *
 * @param key its key
 * @param length the number of its entries
 * @param reader who reads it; empty if that is not known
 * @param readTo the last entry that the reader has read; empty if it has saved none that can be
 *     read
 * @param lag how many entries are after it, counted up to a bound; empty if {@code readTo} is
 * @param trimmed how many entries a trim has just removed; empty if none was asked for
 * @param kept why nothing may be removed; empty if what the reader has read may be
 */
public record StreamState(
        String key,
        long length,
        Optional<String> reader,
        Optional<EntryId> readTo,
        OptionalInt lag,
        OptionalLong trimmed,
        Optional<String> kept) {}

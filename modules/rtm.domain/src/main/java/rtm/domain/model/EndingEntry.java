package rtm.domain.model;

import java.util.Optional;

/**
 * A stored ending.
 *
 * @param row the row's number; a later row has a higher one
 * @param ending the end
 * @param output what is kept of its output; empty until it was read
 */
public record EndingEntry(long row, Ending ending, Optional<EndingOutput> output) {}

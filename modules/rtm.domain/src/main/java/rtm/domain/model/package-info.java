/**
 * What a runtime, its operations and its health are: records, enums and sealed types that check
 * themselves when made. No decisions between them, no input or output, no clock.
 */
@NullMarked
package rtm.domain.model;

import org.jspecify.annotations.NullMarked;

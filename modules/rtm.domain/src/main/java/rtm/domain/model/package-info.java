/**
 * Runtimes, operations and health as values: records, enums and sealed types that validate
 * themselves when created. No decisions, no input or output, no clock.
 */
@NullMarked
package rtm.domain.model;

import org.jspecify.annotations.NullMarked;

/**
 * What the use cases need from outside, as interfaces in domain types, each with the errors it may
 * answer. No implementation, and no type of any library.
 */
@NullMarked
package rtm.domain.port;

import org.jspecify.annotations.NullMarked;

/**
 * What the use cases need from outside, as interfaces in domain types, with the errors that each
 * may throw. No implementation, and no type of any library.
 */
@NullMarked
package rtm.domain.port;

import org.jspecify.annotations.NullMarked;

/** Text formats from outside that several adapters read. */
@NullMarked
package rtm.domain.text;

import org.jspecify.annotations.NullMarked;

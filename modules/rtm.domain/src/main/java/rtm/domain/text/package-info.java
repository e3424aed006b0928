/** Text formats from outside that several adapters read, and texts and ages for people. */
@NullMarked
package rtm.domain.text;

import org.jspecify.annotations.NullMarked;

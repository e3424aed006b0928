/** Which images of the host are used, and which may go. */
@NullMarked
package rtm.domain.image;

import org.jspecify.annotations.NullMarked;

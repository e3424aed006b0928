/** Who may call: decides from a request's headers, without side effects. */
@NullMarked
package rtm.http.door;

import org.jspecify.annotations.NullMarked;

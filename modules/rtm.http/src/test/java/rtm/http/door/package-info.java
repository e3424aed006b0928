@NullMarked
package rtm.http.door;

import org.jspecify.annotations.NullMarked;

@NullMarked
package rtm.domain.overview;

import org.jspecify.annotations.NullMarked;

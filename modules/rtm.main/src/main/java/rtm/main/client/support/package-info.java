/** What a bundle for support is made of. */
@NullMarked
package rtm.main.client.support;

import org.jspecify.annotations.NullMarked;

/**
 * Checks that the games' state folders exist, so that no engine starts on an empty folder while its
 * game has state.
 */
@NullMarked
package rtm.domain.state;

import org.jspecify.annotations.NullMarked;

/**
 * Whether the state folders of the games are there, so that no engine starts on an empty folder
 * where its game had a state.
 */
@NullMarked
package rtm.domain.state;

import org.jspecify.annotations.NullMarked;

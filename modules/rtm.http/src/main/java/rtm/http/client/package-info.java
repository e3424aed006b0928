/**
 * Asks others over HTTP: Lobby about a game, an engine about its health. No judgement of the
 * answers; that is the domain's.
 */
@NullMarked
package rtm.http.client;

import org.jspecify.annotations.NullMarked;

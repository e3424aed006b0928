/**
 * What comes in and what goes out, without the server that carries it: a request, its query and
 * JSON body, an answer and its JSON.
 */
@NullMarked
package rtm.http.message;

import org.jspecify.annotations.NullMarked;

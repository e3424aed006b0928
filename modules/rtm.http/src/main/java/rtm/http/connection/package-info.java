/**
 * The connections of clients, below the requests: how many there are, which are closed for others,
 * and what the HTTP library would answer by itself.
 */
@NullMarked
package rtm.http.connection;

import org.jspecify.annotations.NullMarked;

/** One class for each route: it reads the request, calls, and writes the answer. */
@NullMarked
package rtm.http.endpoint;

import org.jspecify.annotations.NullMarked;

/** The texts of a terminal: tables, ages, escapes. */
@NullMarked
package rtm.main.client.text;

import org.jspecify.annotations.NullMarked;

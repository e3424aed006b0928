/** What a variable may hold: one parser for each kind of value, with its form in words. */
@NullMarked
package rtm.main.settings.type;

import org.jspecify.annotations.NullMarked;

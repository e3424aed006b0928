/** The types of variables: one parser per kind of value, with a description of its form. */
@NullMarked
package rtm.main.settings.type;

import org.jspecify.annotations.NullMarked;

package rtm.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the settings whose effect a test shows on the packaged program. {@code SettingsShownTest}
 * holds all of them together against the list of settings, in every build; when the test runs it
 * fails if no program ran that was given each of them with another value than the default.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ShownByTheProgram.class)
@interface Shows {

    /** The variables, by their whole names. */
    String[] value();
}

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.nio.file.Path;

/**
 * Removes line numbers and names of local variables from the libraries only; jlink could remove
 * them only from everything. So our own frames in a stack trace, and those of the JDK, keep their
 * line numbers. The name of the source file stays everywhere. The link step runs this file from
 * source.
 *
 * <p>It also raises the version of classes for Java 5 and older, and gives them stack maps: the AOT
 * cache takes no class that the old verifier would have to verify.
 */
final class StripDebug {

    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    private static final ClassTransform NO_OLD_VERSION =
            (code, element) ->
                    code.with(
                            element instanceof ClassFileVersion version
                                            && version.majorVersion() < FIRST_WITH_STACK_MAPS
                                    ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                                    : element);

    private static final CodeTransform WITHOUT_DEBUG =
            (code, element) -> {
                if (!(element instanceof LineNumber
                        || element instanceof LocalVariable
                        || element instanceof LocalVariableType)) {
                    code.with(element);
                }
            };

    private StripDebug() {}

    /**
     * Strips the jars of a folder in place.
     *
     * @param arguments the folder, and the prefix of the names of jars to leave unchanged
     */
    public static void main(String[] arguments) throws IOException {
        Jars.in(Path.of(arguments[0]))
                .change(name -> !name.startsWith(arguments[1]), StripDebug::strip);
    }

    private static byte[] strip(ClassFile tools, byte[] original) {
        try {
            return tools.transformClass(
                    tools.parse(original),
                    ClassTransform.transformingMethodBodies(WITHOUT_DEBUG).andThen(NO_OLD_VERSION));
        } catch (IllegalArgumentException e) {
            // Refers to a class of a library that is left out, so it is never used: keep it
            // unchanged.
            return original;
        }
    }
}

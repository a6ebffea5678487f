package com.pharmaserv.repave;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Measures Java sources with the JDK's own parser, so that comments and strings cannot mislead it.
 */
final class SourceSize {

  private final int fileLinesMax;
  private final int methodLinesMax;

  SourceSize(int fileLinesMax, int methodLinesMax) {
    this.fileLinesMax = fileLinesMax;
    this.methodLinesMax = methodLinesMax;
  }

  /** Everything that is too long, one line each, in the form {@code file:line: what}. */
  List<String> findings(List<? extends JavaFileObject> sources) throws IOException {
    JavaCompiler compiler =
        Objects.requireNonNull(
            ToolProvider.getSystemJavaCompiler(), "a JDK is needed: this Java has no compiler");
    JavacTask task =
        (JavacTask)
            compiler.getTask(null, null, null, List.of("-proc:none", "-Xlint:none"), null, sources);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    List<String> findings = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      long lines = unit.getSourceFile().getCharContent(true).toString().lines().count();
      if (lines > fileLinesMax) {
        findings.add(
            "%s:1: file has %d lines, at most %d are allowed"
                .formatted(unit.getSourceFile().getName(), lines, fileLinesMax));
      }
      new Methods(unit, positions, findings).scan(unit, null);
    }
    return findings;
  }

  /**
   * Walks methods, constructors and initializer blocks; what is nested in them counts with them.
   */
  private final class Methods extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> findings;

    Methods(CompilationUnitTree unit, SourcePositions positions, List<String> findings) {
      this.unit = unit;
      this.positions = positions;
      this.findings = findings;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      boolean isConstructor = method.getReturnType() == null;
      measure(method, isConstructor ? "constructor" : "method " + method.getName());
      return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      for (Tree member : type.getMembers()) {
        if (member instanceof BlockTree) {
          measure(member, "initializer");
        }
      }
      return super.visitClass(type, null);
    }

    private void measure(Tree tree, String what) {
      long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
      long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
      long lines = last - first + 1;
      if (lines > methodLinesMax) {
        findings.add(
            "%s:%d: %s has %d lines, at most %d are allowed"
                .formatted(unit.getSourceFile().getName(), first, what, lines, methodLinesMax));
      }
    }
  }
}

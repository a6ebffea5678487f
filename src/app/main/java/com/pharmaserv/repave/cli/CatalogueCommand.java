package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.Answer;
import com.pharmaserv.repave.operation.ImageCatalogue;
import com.pharmaserv.repave.operation.Provider;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command that works on the images of one environment's provider. */
@Command
abstract class CatalogueCommand<A extends Answer> extends RepaveCommand {
  /** How every one names an image. */
  static final String WORD = "name@digest; the digest may be cut short.";

  @Mixin HolderOption environment = new HolderOption();

  abstract A ask(ImageCatalogue catalogue) throws RepaveException;

  abstract List<String> lines(A answer);

  @Override
  int run(Wiring wiring) throws Exception {
    Provider provider = wiring.place(environment.name).provider();
    A answer = ask(new ImageCatalogue(provider.images(), provider.stock()));
    lines(lines(answer));
    return answer(answer);
  }
}

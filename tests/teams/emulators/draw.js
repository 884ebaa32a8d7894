// Draws cards in a browser with Microsoft's own renderer; adaptivecards, markdownit and the host are there.
(({ shown, host }) => {
  const { AdaptiveCard, CardElement, HostConfig } = window.AdaptiveCards;
  const markdown = window.markdownit({ linkify: false });
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    // A mention is no Markdown: a client puts the person there.
    const drawn = markdown.render(text.replace(/<at>(.*?)<\/at>/g, "\u0002$1\u0003"));
    result.outputHtml = drawn.replace(/\u0002/g, '<span class="mention">').replace(/\u0003/g, "</span>");
    result.didProcess = true;
  };
  for (const [card, width] of shown) {
    CardElement.langProperty.regEx.lastIndex = 0; // it forgets that its pattern has a memory
    const adaptive = new AdaptiveCard();
    adaptive.hostConfig = new HostConfig(host);
    adaptive.parse(card);
    const article = document.createElement("article");
    article.style.width = `${width}px`;
    article.append(adaptive.render());
    document.body.append(article);
  }
})

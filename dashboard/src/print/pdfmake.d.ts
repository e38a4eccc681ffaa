/** The little of pdfmake 0.3 in a browser that is used here. */
declare module "pdfmake/build/pdfmake.min.js" {
  type Content = Record<string, unknown> | string | readonly Content[];
  interface PdfMake {
    virtualfs: { writeFileSync: (name: string, content: Uint8Array) => void };
    addFonts: (fonts: Record<string, Record<string, string>>) => void;
    setUrlAccessPolicy: (allows: (address: string) => boolean) => void;
    createPdf: (document: Record<string, unknown>) => { getBlob: () => Promise<Blob> };
  }
  const pdfMake: PdfMake;
  export default pdfMake;
}

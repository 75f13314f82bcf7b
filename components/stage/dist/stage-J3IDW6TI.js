import{d as F,e as I,f as je}from"./chunk-DUQUWN6H.js";async function Ke(t){switch(t){case"liveavatar":return(await import("./liveavatar-K233KO7Y.js")).createSession;case"streaming":return(await import("./streaming-JMDT2SHJ.js")).createSession}}async function $e(t){if(t.mediaDevices===void 0)return W("unavailable");let e=await wr(t);if(e==="granted")return W("ready");if(e==="denied")return W("refused");try{let r=await t.mediaDevices.getUserMedia({audio:!0});return{state:"ready",release:()=>R(r)}}catch(r){return W(H(r))}}function R(t){for(let e of t.getTracks())e.stop()}function H(t){switch(t?.name){case"NotAllowedError":case"SecurityError":return"refused";case"NotFoundError":case"OverconstrainedError":return"missing";default:return"unavailable"}}function W(t){return{state:t,release:()=>{}}}async function wr({permissions:t}){try{return(await t?.query({name:"microphone"}))?.state??"unknown"}catch{return"unknown"}}var Qe="talk-to-santa.devices",Ge={microphone:null,speaker:null,camera:null};function Ye(t){try{let e=JSON.parse(t?.getItem(Qe)??"null");if(typeof e!="object"||e===null)return Ge;let{microphone:r,speaker:i,camera:n}=e;return{microphone:Ee(r),speaker:Ee(i),camera:Ee(n)}}catch{return Ge}}function Je(t,e){try{t?.setItem(Qe,JSON.stringify(e))}catch{return}}function Ee(t){return typeof t=="string"&&t!==""?t:null}var Xe=4096,j=.02;function Ze(t,e){let r=t.createMediaStreamSource(e),i=t.createAnalyser();i.fftSize=Xe,r.connect(i);let n=new Float32Array(Xe);return{rate:t.sampleRate,samples(){return i.getFloatTimeDomainData(n),n},close(){r.disconnect(),R(e)}}}async function et(t,e,r,i,n){let s=t.createMediaStreamDestination();e.srcObject=s.stream;try{await t.resume(),await Sr(e,n),await e.play()}catch{return e.srcObject=null,!1}let a=t.currentTime+j;for(let c of i)a=xr(t,s,c,a);let l=i.reduce((c,u)=>c+u.length,0);return await new Promise(c=>{r.after((l+4*j)*1e3,c)}),e.pause(),e.srcObject=null,!0}function xr(t,e,{hertz:r,length:i,loudness:n},s){let a=t.createOscillator(),l=t.createGain();return a.frequency.value=r,l.gain.setValueAtTime(0,s),l.gain.linearRampToValueAtTime(n,s+j),l.gain.setValueAtTime(n,s+i-j),l.gain.linearRampToValueAtTime(0,s+i),a.connect(l).connect(e),a.start(s),a.stop(s+i),s+i}async function Sr(t,e){if(t.setSinkId!==void 0)try{await t.setSinkId(e??"")}catch(i){if(i.name!=="NotFoundError")throw i;await t.setSinkId("")}}var Pe=1250,tt=[{hertz:Pe,length:1.4,loudness:.25}],rt=[523.25,659.25,783.99].map(t=>({hertz:t,length:.28,loudness:.2})),K=class{#e;#r=null;#i=null;constructor(e){this.#e=e}listen(e){return this.#r??=this.#e.audioContext(),this.#r.resume(),Ze(this.#r,e)}play(e,r){return this.#r??=this.#e.audioContext(),this.#i??=this.#e.player(),et(this.#r,this.#i,this.#e.clock,e,r)}hush(){this.#i?.pause()}close(){this.hush(),this.#r?.close(),this.#r=this.#i=null}};function it(t){let e=0;for(let r of t)e+=r*r;return t.length===0?0:e/t.length}function Me(t){return t>0?Math.max(-96,10*Math.log10(t)):-96}function nt(t){return Math.min(1,Math.max(0,1+t/60))}function Ae(t,e,r){let i=t.length;if(i===0)return-96;let n=2*Math.PI*r/e,s=2*Math.cos(n),[a,l]=[0,0];t.forEach((u,m)=>{let f=.5-.5*Math.cos(2*Math.PI*m/i);[a,l]=[l,f*u+s*l-a]});let c=l*l+a*a-s*l*a;return Me(Math.max(0,c)*16/(i*i)/2)}var Tr=12;function ot(t,e,r){let i=Ae(t,e,r),n=Math.max(Ae(t,e,r*.9),Ae(t,e,r*1.1));return i-n>=Tr?i:-96}function st(t){let e=[...t].sort((s,a)=>s-a),r=e.length>>1,[i,n]=[e[e.length%2===0?r-1:r],e[r]];return i===void 0||n===void 0?-96:(i+n)/2}var Cr=5,Er=50,$=class{#e=[];#r=[];add(e,r,i){return this.#e=[...this.#e,it(e)].slice(-Cr),this.#r=[...this.#r,ot(e,r,i)].slice(-Er),Me(this.#e.reduce((n,s)=>n+s,0)/this.#e.length)}tone(e){return st(this.#r.slice(-e))}clear(){[this.#e,this.#r]=[[],[]]}};var Pr=100,[at,ct]=[5,14],G=class{#e;#r;#i=new $;#t=null;#n=()=>{};constructor(e,r){this.#e=e,this.#r=r}start(e,r,i){let n=this.#r.listen(e);this.#t=n,e.getAudioTracks()[0]?.addEventListener("ended",()=>this.#t===n&&i()),this.#n=this.#e.every(Pr,()=>r(this.#i.add(n.samples(),n.rate,Pe)))}tone(e){return this.#i.tone(e)}stop(){this.#n(),this.#t?.close(),this.#t=null,this.#i.clear()}};var Ar=-42,Mr=-52,Or=10,Lr=-75,Nr=new Set(["NotReadableError","AbortError"]);function lt(t){return t>=Ar?"speech":t>=Mr?"faint":"nothing"}function ut(t,e,r){return e>=Lr&&e-t>=Or?"headphones":r===null?"unclear":r?"none":"silent"}function Oe(t){let e=H(t);return e!=="unavailable"?e:Nr.has(String(t?.name))?"busy":"failed"}function dt(t,e){return/iPhone|iPad|iPod/.test(t)||t.startsWith("Mac")&&e>1}var pt={echoCancellation:!1,noiseSuppression:!1,autoGainControl:!1},_r=new Set(["","default","communications"]);async function Le(t,e){let{mediaDevices:r}=t;if(!t.secure||r===void 0)return"insecure";if(!t.allowed())return"policy";try{return await r.getUserMedia({audio:e===null?pt:{...pt,deviceId:{exact:e}}})}catch(i){return e!==null&&Oe(i)==="missing"?Le(t,null):Oe(i)}}async function Ne(t,e,r){try{return(await t.mediaDevices?.enumerateDevices()??[]).filter(s=>s.kind===e&&!_r.has(s.deviceId)).map((s,a)=>({id:s.deviceId,label:s.label||`${r} ${a+1}`}))}catch{return[]}}var ht={open:!1,microphone:"closed",level:-96,hearing:"nothing",heard:!1,microphones:[],speakers:null,choice:{microphone:null,speaker:null,camera:null},speaker:"untested",echo:"untested",silentSwitch:!1},mt={level:-96,hearing:"nothing",heard:!1,speaker:"untested",echo:"untested"};var v={title:"Check microphone and speaker",microphone:"Microphone",speaker:"Speaker",standard:"System default",play:"Play a sound",playing:"Playing \u2026",asked:"Did you hear it?",yes:"Yes",no:"No",echoTest:"Test for echo",measuring:"Listening to a tone \u2026",again:"Try again",done:"Done",level:"Microphone level",silentSwitch:"No sound on a phone or tablet? Check the silent switch on its side and the volume keys."},Y={nothing:"I hear nothing yet. Say a few words.",faint:"I hear you only faintly. Come closer.",speech:"I hear you."},Dr={insecure:"The microphone works on secure pages only. Open this page with https or on localhost.",policy:"The page around this one forbids the microphone. Open the app in a tab of its own.",refused:"The browser blocks the microphone. Allow it at the sign left of the address, then try again.",missing:"No microphone was found. Plug one in, then try again. In a call you can also type.",busy:"Another program holds the microphone. Close other video programs, then try again.",failed:"The microphone did not open. Unplug it and plug it in, then try again."},V={untested:"",playing:v.playing,asked:v.asked,heard:"You hear the call's sound.",unheard:"Turn the volume up, or choose another speaker, and play it again.",blocked:"The browser blocked the sound. Press the button once more."},ft={untested:"",measuring:v.measuring,headphones:"The microphone hears your speaker. Headphones are advised.",none:"No echo.",silent:"The speaker was not heard. Turn the volume up, or choose another speaker.",unclear:"The microphone did not hear the tone. Did you?"};function _e(t){switch(t.microphone){case"closed":return"";case"asking":return"Opening the microphone. If your browser asks, please allow it.";case"open":return Fr(t);default:return Dr[t.microphone]}}function Fr({heard:t,hearing:e,speaker:r,echo:i}){return t?r==="blocked"?V.blocked:r==="unheard"||i==="silent"?`Your microphone works, the speaker was not heard. ${V.unheard}`:r!=="heard"&&i!=="headphones"?"Your microphone works. Test the speaker next.":i==="headphones"?"Microphone and speaker work. Headphones are advised.":i==="none"?"Microphone and speaker work, without echo.":"Microphone and speaker work.":e==="faint"?Y.faint:"The microphone is open. Say a few words."}var J=class{state;#e;#r;#i;#t;#n=0;constructor(e,r){this.#e=e,this.#r=r,this.#i=new K(e),this.#t=new G(e.clock,this.#i),this.state={...ht,choice:Ye(e.storage),silentSwitch:e.silentSwitch}}async open(){this.#u();let e=this.#n;this.#c({...mt,open:!0,microphone:"asking"}),this.#e.mediaDevices?.addEventListener("devicechange",this.#a);let r=await Le(this.#e,this.state.choice.microphone);if(typeof r=="string")return e===this.#n?this.#c({microphone:r}):void 0;if(e!==this.#n)return R(r);this.#t.start(r,i=>this.#o(i),()=>this.#l()),this.#c({microphone:"open"}),await this.#a()}close(){this.state.open&&(this.#u(),this.#i.close(),this.#c({open:!1,microphone:this.state.microphone==="asking"?"closed":this.state.microphone}))}async choose(e){let r={...this.state.choice,...e};Je(this.#e.storage,r),this.#c({choice:r,speaker:"untested",echo:"untested"}),e.microphone!==void 0&&await this.open()}async chime(){this.#c({speaker:"playing"});let e=await this.#s(rt);e!==null&&this.#c({speaker:e?"asked":"blocked"})}answer(e){let r=this.state.echo==="unclear"?e?"none":"silent":this.state.echo;this.#c({speaker:e?"heard":"unheard",echo:r})}async testEcho(){this.#c({echo:"measuring"});let e=this.#t.tone(at),r=await this.#s(tt),i=this.#t.tone(ct);if(r===null)return;if(!r)return this.#c({echo:"untested",speaker:"blocked"});let{speaker:n}=this.state,s=n==="heard"?!0:n==="unheard"?!1:null;this.#c({echo:ut(e,i,s)})}async#s(e){let r=this.#n,i=await this.#i.play(e,this.state.choice.speaker);return r===this.#n?i:null}#o(e){let r=lt(e),i=this.state.speaker==="playing"||this.state.echo==="measuring";this.#c({level:e,hearing:r,heard:this.state.heard||r==="speech"&&!i})}#a=async()=>{let e=await Ne(this.#e,"audioinput",v.microphone),r=this.#e.canChooseSpeaker?await Ne(this.#e,"audiooutput",v.speaker):null;this.#c({microphones:e,speakers:r})};#l(){this.#u(),this.#c({microphone:"missing"})}#u(){this.#n+=1,this.#t.stop(),this.#i.hush(),this.#e.mediaDevices?.removeEventListener("devicechange",this.#a)}#c(e){this.state={...this.state,...e},this.#r()}};function o(t,e={},...r){let i=document.createElement(t);for(let[n,s]of Object.entries(e))i.setAttribute(n,s);return i.append(...r),i}function d(t,e){t.textContent!==e&&(t.textContent=e)}function h(t,e){t.hidden===e&&(t.hidden=!e)}var gt="http://www.w3.org/2000/svg";function yt(t){let e=document.createElementNS(gt,"svg");return e.setAttribute("viewBox","0 0 24 24"),e.setAttribute("aria-hidden","true"),e.setAttribute("class","icon"),e.append(document.createElementNS(gt,"path")),De(e,t),e}function De(t,e){let r=t.firstElementChild;r?.getAttribute("d")!==e&&r?.setAttribute("d",e)}var vt={ask:"M20 2H4c-1.1 0-2 .9-2 2v18l4-4h14c1.1 0 2-.9 2-2V4c0-1.1-.9-2-2-2z",back:"M21 11V3h-8l3.29 3.29-10 10L3 13v8h8l-3.29-3.29 10-10z",check:"M12 2a10 10 0 100 20 10 10 0 000-20zm-2 15l-5-5 1.41-1.41L10 14.17l7.59-7.59L19 8l-9 9z",close:"M19 6.41L17.59 5 12 10.59 6.41 5 5 6.41 10.59 12 5 17.59 6.41 19 12 13.41 17.59 19 19 17.59 13.41 12z",connect:"M4 10.5a1.5 1.5 0 100 3 1.5 1.5 0 000-3zm8 0a1.5 1.5 0 100 3 1.5 1.5 0 000-3zm8 0a1.5 1.5 0 100 3 1.5 1.5 0 000-3z",copy:"M16 1H4c-1.1 0-2 .9-2 2v14h2V3h12V1zm3 4H8c-1.1 0-2 .9-2 2v14c0 1.1.9 2 2 2h11c1.1 0 2-.9 2-2V7c0-1.1-.9-2-2-2zm0 16H8V7h11v14z",hangup:"M12 9c-1.6 0-3.15.25-4.6.72v3.1c0 .39-.23.74-.56.9-.98.49-1.87 1.12-2.66 1.85-.18.18-.43.28-.7.28-.28 0-.53-.11-.71-.29L.29 13.08A.99.99 0 010 12.38c0-.28.11-.53.29-.71C3.34 8.78 7.46 7 12 7s8.66 1.78 11.71 4.67c.18.18.29.43.29.71 0 .28-.11.53-.29.71l-2.48 2.48c-.18.18-.43.29-.71.29-.27 0-.52-.11-.7-.28-.79-.74-1.69-1.36-2.67-1.85-.33-.16-.56-.5-.56-.9v-3.1C15.15 9.25 13.6 9 12 9z",interrupt:"M7 6h10a1 1 0 011 1v10a1 1 0 01-1 1H7a1 1 0 01-1-1V7a1 1 0 011-1z",live:"M12 4a8 8 0 100 16 8 8 0 000-16z",mic:"M12 14c1.66 0 3-1.34 3-3V5c0-1.66-1.34-3-3-3S9 3.34 9 5v6c0 1.66 1.34 3 3 3zm5.3-3c0 3-2.54 5.1-5.3 5.1S6.7 14 6.7 11H5c0 3.41 2.72 6.23 6 6.72V21h2v-3.28c3.28-.48 6-3.3 6-6.72h-1.7z",micOff:"M19 11h-1.7c0 .74-.16 1.43-.43 2.05l1.23 1.23c.56-.98.9-2.09.9-3.28zm-4.02.17c0-.06.02-.11.02-.17V5c0-1.66-1.34-3-3-3S9 3.34 9 5v.18l5.98 5.99zM4.27 3L3 4.27l6.01 6.01V11c0 1.66 1.33 3 2.99 3 .22 0 .44-.03.65-.08l1.66 1.66c-.71.33-1.5.52-2.31.52-2.76 0-5.3-2.1-5.3-5.1H5c0 3.41 2.72 6.23 6 6.72V21h2v-3.28c.91-.13 1.77-.45 2.54-.9L19.73 21 21 19.73 4.27 3z",picture:"M21 3H3c-1.1 0-2 .9-2 2v14c0 1.1.9 2 2 2h18c1.1 0 2-.9 2-2V5c0-1.1-.9-2-2-2zm0 16H3V5h18v14zM9 8v8l7-4z",retry:"M17.65 6.35A7.96 7.96 0 0012 4c-4.42 0-7.99 3.58-7.99 8s3.57 8 7.99 8c3.73 0 6.84-2.55 7.73-6h-2.08A5.99 5.99 0 0112 18c-3.31 0-6-2.69-6-6s2.69-6 6-6c1.66 0 3.14.69 4.22 1.78L13 11h7V4l-2.35 2.35z",say:"M6 17h3l2-4V7H5v6h3zm8 0h3l2-4V7h-6v6h3z",signal:"M4 16h3v4H4zM10.5 11h3v9h-3zM17 5h3v15h-3z",signalWeak:"M4 16h3v4H4zM10.5 17h3v3h-3zM17 17h3v3h-3z",sound:"M3 9v6h4l5 5V4L7 9H3zm13.5 3c0-1.77-1.02-3.29-2.5-4.03v8.05c1.48-.73 2.5-2.25 2.5-4.02zM14 3.23v2.06c2.89.86 5 3.54 5 6.71s-2.11 5.85-5 6.71v2.06c4.01-.91 7-4.49 7-8.77s-2.99-7.86-7-8.77z",wait:"M6 2v6l4 4-4 4v6h12v-6l-4-4 4-4V2H6zm10 14.5V20H8v-3.5l4-4 4 4z",warning:"M1 21h22L12 2 1 21zm12-3h-2v-2h2v2zm0-4h-2v-4h2v4z"},y=t=>yt(vt[t]),O=(t,e)=>De(t,vt[e]);function X(t,e){let r=o("select",{class:"check-select"});r.onchange=()=>e(r.value===""?null:r.value);let i="";return{element:o("label",{class:"check-device"},o("span",{},t),r),update(n,s){let a=JSON.stringify(n);if(a!==i){i=a;let c=[{id:"",label:v.standard},...n];r.replaceChildren(...c.map(({id:u,label:m})=>o("option",{value:u},m)))}let l=n.some(c=>c.id===s)?s??"":"";r.value!==l&&(r.value=l)}}}function kt(t){let e=X(v.microphone,a=>t.choose({microphone:a})),r=o("span",{class:"check-fill"}),i=o("div",{class:"check-bar",role:"meter","aria-label":v.level,"aria-valuemin":String(-96),"aria-valuemax":"0"},r),n=o("p",{class:"check-words"}),s=o("div",{class:"check-part check-microphone"},e.element,i,n);return{element:s,update(a){h(s,a.microphone==="open"),e.update(a.microphones,a.choice.microphone);let l=String(Math.round(a.level));r.style.width=`${Math.round(nt(a.level)*100)}%`,i.dataset.hearing=a.hearing,i.getAttribute("aria-valuenow")!==l&&i.setAttribute("aria-valuenow",l),i.setAttribute("aria-valuetext",Y[a.hearing]),d(n,Y[a.hearing])}}}function bt(t){let e=X(v.speaker,u=>t.choose({speaker:u})),r=o("button",{class:"check-play",type:"button"},y("sound"),v.play);r.onclick=()=>t.chime();let i=o("button",{class:"check-echo",type:"button"},v.echoTest);i.onclick=()=>t.testEcho();let n=o("p",{class:"check-words",role:"status"}),s=o("button",{class:"check-yes",type:"button"},v.yes);s.onclick=()=>t.answer(!0);let a=o("button",{class:"check-no",type:"button"},v.no);a.onclick=()=>t.answer(!1);let l=o("div",{class:"check-answers",role:"group","aria-label":v.asked},s,a),c=o("div",{class:"check-part check-speaker"},e.element,o("div",{class:"check-tests"},r,i),n,l);return{element:c,update(u){let m=u.speaker==="playing"||u.echo==="measuring",f=!m&&(u.speaker==="asked"||u.echo==="unclear");h(c,u.microphone==="open"),h(e.element,u.speakers!==null),e.update(u.speakers??[],u.choice.speaker),r.disabled=i.disabled=m;let p=u.speaker==="asked"||u.speaker==="playing";d(n,p?V[u.speaker]:ft[u.echo]||V[u.speaker]),c.dataset.speaker=u.speaker,c.dataset.echo=u.echo,h(l,f)}}}function wt(t){let e=o("span",{class:"check-last"}),r=o("span",{class:"check-sign","aria-hidden":"true"}),i=o("button",{class:"check-row",type:"button","aria-controls":"check-body"},y("mic"),o("span",{class:"check-title"},v.title),e,r);i.onclick=()=>t.toggle();let n=o("p",{class:"check-result",role:"status"}),s=kt(t),a=bt(t),l=o("p",{class:"check-hint"},v.silentSwitch),c=o("button",{class:"check-again",type:"button"},v.again);c.onclick=()=>t.again();let u=o("button",{class:"check-done",type:"button"},v.done);u.onclick=()=>{t.toggle(),i.focus()};let m=o("div",{class:"check-body",id:"check-body"},n,s.element,a.element,l,o("div",{class:"check-end"},c,u)),f=o("section",{class:"check","aria-label":v.title},i,m);return f.onkeydown=p=>{p.key==="Escape"&&i.getAttribute("aria-expanded")==="true"&&u.click()},{element:f,update(p){let k=p.microphone==="open";f.dataset.microphone=p.microphone,i.setAttribute("aria-expanded",String(p.open)),d(r,p.open?"\u2013":"+"),d(e,p.open?"":_e(p)),h(m,p.open),d(n,p.open?_e(p):""),n.toggleAttribute("data-trouble",!k&&p.microphone!=="asking"&&p.microphone!=="closed"),s.update(p),a.update(p),h(l,k&&p.silentSwitch),h(c,!k&&p.microphone!=="asking")}}}var Fe=`.check {
  container-type: inline-size;
  border: 1px solid var(--edge);
  border-radius: calc(var(--radius) * 1.6);
  background: var(--panel);
}
.stage .check .check-row {
  justify-content: flex-start;
  width: 100%;
  min-height: 3rem;
  border-color: transparent;
  border-radius: inherit;
  background: transparent;
  text-align: left;
  white-space: normal;
}
.stage .check .check-row:hover:not(:disabled) {
  border-color: transparent;
}
.check-title {
  flex: none;
}
.check-last {
  min-width: 0;
  margin-left: auto;
  color: var(--quiet);
  font-size: 0.875rem;
  font-weight: 400;
}
.check-row > .check-sign {
  color: var(--quiet);
}
.check-last:empty + .check-sign {
  margin-left: auto;
}
.check-body {
  display: grid;
  gap: 1rem;
  padding: 0.25rem 1rem 1rem;
}
.stage .check-result {
  font-weight: 600;
}
.stage .check-result[data-trouble] {
  padding: 0.6rem 0.9rem;
  border: 1px solid var(--warm);
  border-radius: var(--radius);
  background: color-mix(in srgb, var(--warm) 12%, var(--paper));
  font-weight: 400;
}
.check-part {
  display: grid;
  align-content: start;
  gap: 0.6rem;
}
.check-device {
  display: grid;
  gap: 0.25rem;
  max-width: 28rem;
  color: var(--quiet);
  font-size: 0.875rem;
}
.check-select {
  width: 100%;
  min-height: 2.75rem;
  padding: 0 0.75rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: var(--paper);
  color: var(--ink);
  /* Below 16 px, phones zoom into a list that is tapped. */
  font: inherit;
  font-size: 1rem;
}
.check-bar {
  max-width: 28rem;
  height: 0.75rem;
  overflow: hidden;
  border: 1px solid var(--edge);
  border-radius: 1rem;
  background: var(--paper);
}
.check-fill {
  display: block;
  width: 0;
  height: 100%;
  border-radius: inherit;
  background: var(--quiet);
}
.check-bar[data-hearing="speech"] .check-fill {
  background: var(--act);
}
.check-tests,
.check-answers,
.check-end {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem;
}
.check-words:empty {
  display: none;
}
.stage .check-hint {
  color: var(--quiet);
  font-size: 0.875rem;
}
@container (max-width: 34rem) {
  .stage .check .check-row {
    flex-wrap: wrap;
    padding-block: 0.6rem;
  }
  .check-row > .check-sign {
    order: 1;
    margin-left: auto;
  }
  .check-last:not(:empty) {
    order: 2;
    flex-basis: 100%;
    margin-left: 0;
  }
  .check-tests > button,
  .check-answers > button,
  .check-end > button {
    flex: 1;
  }
}
@container (min-width: 46rem) {
  .check-body {
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
  }
  .check-result,
  .check-hint,
  .check-end {
    grid-column: 1 / -1;
  }
}
`;var z={now:()=>Date.now(),after(t,e){let r=setTimeout(e,t);return()=>clearTimeout(r)},every(t,e){let r=setInterval(e,t);return()=>clearInterval(r)}};function Z(t,e,r,i){return new Promise((n,s)=>{let a=t.after(e,()=>n(i));r.then(n,s).finally(a)})}function Ie(){let t=document;return{mediaDevices:navigator.mediaDevices,secure:isSecureContext,allowed:()=>(t.permissionsPolicy??t.featurePolicy)?.allowsFeature?.("microphone")??!0,audioContext:()=>new AudioContext,player:()=>document.createElement("audio"),canChooseSpeaker:"setSinkId"in HTMLMediaElement.prototype,clock:z,storage:Rr(),silentSwitch:dt(navigator.platform,navigator.maxTouchPoints)}}function Rr(){try{return localStorage}catch{return null}}function xt(t){let e=new J(t,()=>r.update(e.state)),r=wt({toggle:()=>e.state.open?e.close():void e.open(),again:()=>{e.open()},choose:i=>{e.choose(i)},chime:()=>{e.chime()},answer:i=>e.answer(i),testEcho:()=>{e.testEcho()}});return r.update(e.state),{element:r.element,close:()=>e.close(),choice:()=>e.state.choice}}var ee=class{video;#e;#r=()=>{};#i=!1;#t=()=>{};constructor(e,r){this.video=e,this.#e=r,e.autoplay=!0,e.playsInline=!0}show(e,r,i){this.#r=i,this.#s(r),e(this.video),this.play()}refresh(e){e(this.video),this.play()}async setSpeaker(e){let r=this.video;e!==null&&await r.setSinkId?.(e).catch(()=>{})}async play(){if(this.video.srcObject!==null)try{await this.video.play()}catch(e){if(e.name!=="NotAllowedError"||this.#i)return;this.#n(!0),this.video.muted=!0,await this.play()}}allowSound(){this.#n(!1),this.video.muted=!1,this.play()}hush(){this.#t(),this.video.muted=!0,this.#t=this.#e.after(1500,()=>this.speak())}speak(){this.#t(),this.#i||(this.video.muted=!1)}clear(){this.#t(),this.#i=!1,this.video.srcObject=null,this.video.muted=!1}#n(e){this.#i=e,this.#r(e)}#s(e){let{video:r}=this,i=!1,n=()=>{i||e(),i=!0};"requestVideoFrameCallback"in r?(r.requestVideoFrameCallback(n),r.addEventListener("playing",()=>{this.#e.after(1e3,n)},{once:!0})):r.addEventListener("playing",n,{once:!0})}};function St(){let t=xt(Ie());return{check:t,clock:z,random:Math.random,tab:Hr(),base:document.baseURI,screen:new ee(document.createElement("video"),z),connect:e=>new WebSocket(e),load:Ke,askMicrophone:()=>$e({mediaDevices:navigator.mediaDevices,permissions:navigator.permissions}),devices:()=>t.choice(),network:()=>navigator.connection??null,beacon:(e,r)=>{navigator.sendBeacon(e,r)}}}async function Tt(t){try{return await navigator.clipboard.writeText(t),!0}catch{return!1}}function Hr(){let t=crypto.getRandomValues(new Uint8Array(16));t[6]=(t[6]??0)&15|64,t[8]=(t[8]??0)&63|128;let e=Array.from(t,r=>r.toString(16).padStart(2,"0")).join("");return[e.slice(0,8),e.slice(8,12),e.slice(12,16),e.slice(16,20),e.slice(20)].join("-")}var te={answer:75e3,picture:35e3,verdict:1e4},re=1e3,ie=class{#e;#r;#i;#t=!1;#n=!1;#s=0;#o=0;#a=Promise.resolve();#l=()=>{};#u=()=>{};constructor(e,r,i){this.#e=e,this.#r=r,this.#i=i}ask(){this.#t||(this.#i.record({type:"phase",phase:"connecting"}),this.#h(te.answer,()=>this.#i.giveUp()),this.#i.ask(this.#r))}session(e){this.#t||this.#o!==0||!this.#i.join(e)||(this.#n=!0,this.#s=e.attempt,this.#i.answered(),this.#h(te.picture,()=>this.failed({code:"no_picture",message:"The picture did not come in time."})))}failed(e){this.#t||!this.#n||(this.#i.record({type:"failed",...e}),this.#c(),this.#h(te.verdict,()=>{this.#i.lineOpen()?this.#i.giveUp():this.#h(te.verdict,()=>this.#i.giveUp())}))}waiting(e){this.#t||this.#o>=e.attempt||this.#n&&e.attempt<this.#s||(this.#o=e.attempt,this.#i.answered(),this.#l(),this.#c(),this.#i.record({type:"phase",phase:"waiting"}),this.#d(e))}retry(){this.#o!==0&&(this.#o=0,this.#u(),this.#a.then(()=>{this.#t||(this.#i.show(null),this.ask())}))}stop(){this.#t=!0,this.#l(),this.#u(),this.#i.answered(),this.#i.show(null)}#c(){this.#n&&(this.#n=!1,this.#a=this.#i.abandon())}#d({code:e,what:r,done:i,fix:n,retry_in:s}){let a={code:e,what:r,done:i,fix:n},l=this.#e.now()+s*re,c=()=>this.#i.show({trouble:a,left:Math.max(0,Math.ceil((l-this.#e.now())/re))});c();let u=this.#e.every(re,c),m=this.#e.after(s*re,()=>this.retry());this.#u=()=>{u(),m()}}#h(e,r){this.#l(),this.#l=this.#e.after(e,r)}};function P(t,e){t==="start"&&(globalThis.__santa_timing={});let r=globalThis.__santa_timing??={};r[t]??=e}var Ct={leave:3e3,reason:1e3},Et={tries:8,pause:1e3},ne=class{#e;#r;#i;#t=null;#n=!1;#s=!1;#o=!1;#a=!1;constructor(e,r,i){this.#i=e,this.#e=r,this.#r=i}async start(){let{clock:e,base:r}=this.#e,{token:i,avatar:n=null}=this.#i;P("session",e.now());try{let s=await this.#l(this.#i.dialect);if(this.#o)return;let a=je(this.#i.api_url,r);this.#t=s({apiUrl:a,token:i,avatar:n,onTracks:()=>this.#d()},l=>this.#u(l)),await this.#t.start()}catch(s){return this.#p(I(s))}this.#o||(P("connected",e.now()),this.#n=!0,this.#h())}async speak(e,r){if(this.#t===null||this.#o)throw new F("no_session","There is no session to speak in.");await this.#t[e](r)}interrupt(){this.#t===null||this.#o||(this.#e.screen.hush(),this.#t.interrupt().catch(e=>this.#v("interrupt",e)))}async setMicrophone(e){if(!(this.#t===null||this.#o))try{await this.#t.setMicrophone(e,this.#e.devices().microphone),this.#k({type:"microphone",state:e?"on":"off"})}catch(r){this.#k({type:"microphone",state:H(r)}),r instanceof DOMException||this.#v("microphone",r)}}setPicture(e){this.#o||this.#t?.setPicture(e)}async leave(e){this.#o=!0,this.#a=e,this.#t!==null&&await Z(this.#e.clock,Ct.leave,this.#t.end().catch(()=>{}),void 0),this.#e.screen.clear()}#l(e){return this.#e.load(e).catch(r=>{throw new F("load_failed",String(r))})}#u(e){this.#a||(this.#r.record(e),e.type==="avatar_start_talking"&&this.#e.screen.speak(),e.type==="stream_ready"&&this.#c(),e.type==="disconnected"&&!this.#o&&this.#f(e.reason))}#c(){if(this.#o)return;let e=i=>this.#t?.attach(i),r=()=>{P("firstFrame",this.#e.clock.now()),this.#s=!0,this.#h()};this.#e.screen.show(e,r,i=>this.#o||this.#r.sound(i)),this.#e.screen.setSpeaker(this.#e.devices().speaker)}#d(){this.#o||this.#e.screen.refresh(e=>this.#t?.attach(e))}#h(){if(!this.#n||!this.#s||this.#o)return;this.#r.live();let{greeting:e}=this.#i;e&&this.#g(e,Et.tries)}async#g(e,r){if(!this.#o)try{await this.speak("say",e)}catch(i){if(r<=1)return this.#v("say",i);this.#e.clock.after(Et.pause,()=>{this.#g(e,r-1)})}}#f(e){this.#n&&this.#s?this.#r.lost():this.#e.clock.after(Ct.reason,()=>this.#p({code:"disconnected",message:e}))}#p(e){this.#o||this.#r.failed(e)}#v(e,r){this.#o||this.#r.verbFailed(e,I(r))}#k(e){this.#o||this.#r.record(e)}};var Vr=3e4,oe=class{#e;#r;#i=null;#t=0;#n=null;#s=!1;constructor(e,r){this.#e=e,this.#r=r}async askPermission(){let e=this.#e.askMicrophone(),r=await Z(this.#e.clock,Vr,e,null);if(this.#s||r===null){e.then(i=>i.release());return}this.#n=r,r.state!=="ready"&&this.#r.record({type:"microphone",state:r.state})}join(e){if(e.attempt<=this.#t||this.#s)return!1;this.#t=e.attempt;let r=new ne(e,this.#e,{...this.#r,live:()=>this.#o(r)});return this.#i=r,r.start(),!0}async speak(e,r){if(this.#i===null)throw new F("no_session","There is no session to speak in.");await this.#i.speak(e,r)}interrupt(){this.#i?.interrupt()}async setMicrophone(e){await this.#i?.setMicrophone(e),this.#n?.release()}setPicture(e){this.#i?.setPicture(e)}async abandon(){let e=this.#i;this.#i=null,await e?.leave(!0)}async leave(){this.#s=!0,await this.#i?.leave(!1),this.#n?.release()}#o(e){this.#r.live(),this.#n?.state==="ready"&&this.#i===e&&this.setMicrophone(!0)}};var se=class{#e;#r;#i=null;#t=!1;#n=!1;#s=!1;#o=!1;#a=()=>{};constructor(e,r){this.#e=e,this.#r=r}get begun(){return this.#i!==null}get reported(){return this.#o}finish(e){return this.#i??=this.#l(e),this.#i}conclude(e){this.#a(),(e!==null||!this.#s)&&this.#r.show(e),this.#s=!0,this.#o||this.#r.report(),this.#o=!0,this.closeWhenStored()}lineClosed(){this.#n=!0,this.#t?this.conclude(null):this.finish(null)}closeWhenStored(){this.#o&&this.#t&&this.#r.stored()&&this.#r.closeLine()}async#l(e){this.#r.stop(),this.#r.record({type:"phase",phase:"ending"}),e!==null&&this.#r.record({type:"hangup",by:e}),await this.#r.leave(),this.#t=!0,this.#r.record({type:"phase",phase:"ended"}),this.#n?this.conclude(null):this.#o||(this.#a=this.#e.after(1e4,()=>this.conclude(null)))}};var ae=class{#e=[];#r=0;#i=0;#t=!1;append(e,r){this.#r+=1;let i={...e,seq:this.#r,at:r};return this.#e.push(i),i}ack(e){e<=this.#i||(this.#i=e,this.#e=this.#e.filter(r=>r.seq>e))}resume(e){!this.#t&&e>this.#i&&(this.#e=this.#e.map(r=>({...r,seq:r.seq+e})),this.#r+=e),this.ack(e)}batch(){let e=this.#e.slice(0,200);return e.length>0&&(this.#t=!0),e}get empty(){return this.#e.length===0}};var E={done:1e3,protocol:4400,ticket:4401,taken:4409,busy:4429},zr={welcome:!0,ack:!0,session:!0,command:!0,meter:!0,waiting:!0,notice:!0,fallback:!0,reply:!0,refused:!0,summary:!0};function Pt(t){if(typeof t!="string")return null;try{let e=JSON.parse(t),r=e?.kind;return typeof r=="string"&&Object.hasOwn(zr,r)?e:null}catch{return null}}var Re=[250,500,1e3,2e3,4e3],qr=5e3,Br=new Set(Object.values(E).filter(t=>t!==E.busy)),Ur=3,Wr=.1,ce=class{#e;#r=null;#i=!1;#t=!1;#n=0;#s=0;#o=0;#a=!0;#l=null;#u=()=>{};#c=()=>{};constructor(e){this.#e=e}open(){this.#e.onState(this.#t?"lost":"opening");let{call:e,ticket:r,tab:i}=this.#e,n=this.#e.connect(this.#e.url);this.#r=n,n.onopen=()=>this.#p({kind:"hello",call:e,ticket:r,tab:i,resume:this.#t}),n.onmessage=s=>this.#h(s.data),n.onclose=s=>this.#f(n,s.code),this.#c(),this.#c=this.#e.clock.every(qr,()=>this.#g())}start(e){this.#l=e,this.#d()}answered(){this.#l=null}write(e){return this.#i&&this.#p({kind:"write",...e}),this.#i}done(e){this.#i&&this.#p({kind:"done",id:e})}flush(){if(!this.#i||this.#s>0)return;let e=this.#e.journal.batch();this.#s=e.at(-1)?.seq??0,e.length>0&&this.#p({kind:"events",events:e})}hurry(){!this.#a||this.#r!==null||(this.#u(),this.open())}revive(){this.#f(this.#r,0),this.hurry()}close(){this.#a=!1,this.#u(),this.#c(),this.#r?.close(E.done)}#d(){this.#i&&this.#l!==null&&this.#p({kind:"start",quality:this.#l})}#h(e){let r=Pt(e);if(r!==null){switch(this.#o=0,r.kind){case"welcome":this.#i=!0,this.#t=!0,this.#n=0,this.#e.journal.resume(r.acked),this.#e.onState("open"),this.#d(),this.flush();break;case"ack":this.#e.journal.ack(r.seq),r.seq>=this.#s&&(this.#s=0),this.flush();break;default:}this.#e.onFrame(r)}}#g(){if(this.#i){if(this.#s>0&&(this.#o+=1),this.#o>2)return this.#f(this.#r,0);this.#p({kind:"beat"}),this.#s=0,this.flush()}}#f(e,r){if(e===null||e!==this.#r)return;if(this.#r=null,e.onclose=e.onmessage=null,r===0&&e.close(),this.#i=!1,this.#s=this.#o=0,this.#c(),!this.#a||Br.has(r))return this.#a=!1,this.#e.onState("closed",r);this.#e.onState("lost",r),r===E.busy&&(this.#n=Math.max(this.#n,Ur));let i=Re[Math.min(this.#n,Re.length-1)]??Re[0];this.#n+=1,this.#u=this.#e.clock.after(i*(1+Wr*this.#e.random()),()=>this.open())}#p(e){this.#r?.readyState===WebSocket.OPEN&&this.#r.send(JSON.stringify(e))}};var At={high:3,medium:1.5},jr=300;function Mt(t,e){if(t!=="auto")return t;if(e===null)return"medium";let{effectiveType:r="4g",downlink:i,rtt:n=0,saveData:s=!1}=e;return s||r==="slow-2g"||r==="2g"||i!==void 0&&i<At.medium?"low":i===void 0||i<At.high||n>jr||r==="3g"?"medium":"high"}var _t={turns:[],avatar:null,avatarComplete:!1,late:null,guest:null,guestSince:null};function Dt(t,e){switch(e.type){case"avatar_start_talking":return t.avatar===null?Ot(t,e.at):t;case"avatar_talking_message":{let r=t.avatarComplete?L(t,"avatar","done",e.at):t,i=r.avatar===null?Ot(r,e.at):r;return le(i,i.avatar,e.text,e.cumulative)}case"avatar_end_message":{let r=t.avatar??t.late,n=e.text!==void 0&&(t.avatar!==null||e.text.trim()!=="")?le(t,r,e.text??"",!0):t;return{...n,avatarComplete:n.avatar!==null,late:null}}case"avatar_stop_talking":return L(t,"avatar","done",e.at);case"interrupted":return L(t,"avatar","interrupted",e.at);case"user_start":return{...t,guestSince:e.at};case"user_talking_message":{let r=t.guest===null?Lt(t,e.at):t;return le(r,r.guest,e.text,e.cumulative)}case"user_end_message":{if(t.guest===null&&e.text===void 0)return t;let r=t.guest===null?Lt(t,e.at):t,i=e.text===void 0?r:le(r,r.guest,e.text,!0);return L(i,"guest","done",e.at)}case"typed":return e.intent==="say"?t:He(t,{speaker:"guest",text:e.text,source:"typed",state:"done",started_at:e.at,ended_at:e.at});case"disconnected":return Nt(t,e.at);case"phase":return e.phase==="ended"?Nt(t,e.at):t;default:return t}}function He(t,e){return{...t,turns:[...t.turns,e]}}function Ft(t,e){return{speaker:t,text:"",source:"spoken",state:"open",started_at:e,ended_at:null}}function Ot(t,e){return{...He(t,Ft("avatar",e)),avatar:t.turns.length,avatarComplete:!1,late:null}}function Lt(t,e){let r=Ft("guest",t.guestSince??e);return{...He(t,r),guest:t.turns.length,guestSince:null}}function le(t,e,r,i){if(e===null)return t;let n=t.turns.map((s,a)=>a===e?{...s,text:i?r:Kr(s.text,r)}:s);return{...t,turns:n}}function Kr(t,e){return t===""||e===""||/\s$/.test(t)||/^[\s.,!?;:']/.test(e)?t+e:`${t} ${e}`}function L(t,e,r,i){let n=t[e];if(n===null)return t;let s=e==="avatar"?{...t,avatar:null,avatarComplete:!1}:{...t,guest:null};if(t.turns[n]?.text.trim()==="")return $r(s,n);let a=t.turns.map((c,u)=>u===n?{...c,state:r,ended_at:i}:c),l=e==="avatar"&&!t.avatarComplete?n:t.late;return{...s,turns:a,late:l}}function $r(t,e){let r=i=>i!==null&&i>e?i-1:i;return{...t,turns:t.turns.filter((i,n)=>n!==e),avatar:r(t.avatar),guest:r(t.guest),late:r(t.late)}}function Nt(t,e){return L(L(t,"avatar","done",e),"guest","done",e)}function Rt(t,e){switch(e.type){case"event":return Gr({...t,transcript:Dt(t.transcript,e.event)},e.event);case"line":return{...t,line:e.state};case"meter":return It({...t,seconds:e.seconds,credits:e.credits,left:e.left,metered:!0});case"tick":return t.metered?{...t,metered:!1}:It({...t,seconds:t.seconds+1,left:t.left===null?null:Math.max(0,t.left-1)});case"sound":return{...t,soundBlocked:e.blocked};case"failure":return{...t,failure:t.failure??e.failure};case"notice":return{...t,notice:e.notice};case"waiting":return{...t,waiting:e.waiting};case"fallback":return{...t,fallback:e.trouble,notice:null};case"choice":return{...t,picture:{...t.picture,choice:e.choice}};case"awaiting":return{...t,awaiting:e.on};case"summary":return{...t,summary:e.summary};default:return Ht(e)}}function Gr(t,e){switch(e.type){case"phase":return Qr(t,e.phase);case"avatar_start_talking":return{...t,avatarTalking:!0};case"avatar_stop_talking":case"interrupted":return{...t,avatarTalking:!1};case"user_start":return{...t,guestTalking:!0};case"user_stop":return{...t,guestTalking:!1};case"microphone":return{...t,microphone:e.state};case"quality_changed":return{...t,quality:e.quality};case"reconnecting":return{...t,reconnecting:!0};case"reconnected":return{...t,reconnecting:!1};case"picture":return{...t,picture:{...t.picture,level:e.level}};case"failed":case"verb_failed":case"avatar_silent":case"session_created":case"stream_ready":case"avatar_talking_message":case"avatar_end_message":case"user_talking_message":case"user_end_message":case"user_silence":case"typed":case"disconnected":case"hangup":return t;default:return Ht(e)}}function Qr(t,e){if(e==="live"||e==="ending")return{...t,phase:e};let r={...t,...Yr,phase:e};return e==="ended"?{...r,microphone:"off",awaiting:!1}:r}var Yr={avatarTalking:!1,guestTalking:!1,soundBlocked:!1,reconnecting:!1,notice:null};function It(t){let{left:e,warned:r}=t;return e===null||e>90?{...t,warned:null}:e<=10?{...t,warned:10}:e<=60?{...t,warned:r??60}:t}function Ht(t){throw new TypeError(`not handled: ${JSON.stringify(t)}`)}var ue={phase:"idle",failure:null,notice:null,waiting:null,fallback:null,transcript:_t,avatarTalking:!1,guestTalking:!1,microphone:"off",quality:"UNKNOWN",seconds:0,metered:!1,credits:null,left:null,warned:null,line:"opening",soundBlocked:!1,reconnecting:!1,picture:{choice:"auto",level:"medium"},awaiting:!1,summary:null};function N({phase:t,failure:e,summary:r}){return e!==null||r!==null&&r.trouble!==null&&r.seconds===0?"failed":t}function de({failure:t,summary:e}){return e?.trouble??t}function Vt(t){return t.phase!=="idle"&&t.phase!=="ended"}function pe({phase:t,picture:e}){return(t==="live"||t==="ending")&&e.level!=="off"}function zt(t){return t.phase==="live"?t.transcript.turns.at(-1)??null:null}var qt={idle:"Ready",asking:"Asking",connecting:"Connecting",waiting:"Waiting",live:"Live",text:"Writing",ending:"Ending",ended:"Ended",failed:"Not connected"};function Bt(t,e){return{idle:`${e} is ready when you are.`,asking:"Your browser asks for the microphone. You can also type.",connecting:`Finding ${e} \u2026`,waiting:"",live:"",text:"",ending:"Saying goodbye \u2026",ended:""}[t]}function ze(t,e){return t==="text"?`Video is not available. You are writing with ${e}; answers are computer-made.`:`AI ${e} \xB7 computer-made picture and voice`}function Ut(t,e){return t==="text"?`AI ${e} \xB7 computer-made answers`:ze(t,e)}var q={title:"Not connected yet",countdown:t=>t>0?`Trying again in ${t} s`:"Trying again \u2026",now:"Try now",stop:"Stop waiting"},Wt={60:"One minute left",10:"Ten seconds left"},jt=t=>`${M(t)} left`,A={label:"Picture",choices:{auto:"Auto",high:"High",medium:"Medium",low:"Low",off:"Sound only"},weak:"The connection is weak: sound first. The picture comes back by itself when it is better.",chosen:"Sound only, as you chose.",show:"Show the picture"},Kt="The connection is coming back \u2026",$t={UNKNOWN:"Checking the connection",GOOD:"Good connection",BAD:"Weak connection"},qe={on:{label:"Microphone on",note:""},off:{label:"Microphone off",note:""},refused:{label:"Microphone blocked",note:"Your browser blocks the microphone. Allow it in the address bar, or type below."},missing:{label:"No microphone",note:"No microphone was found. Plug one in and press the button, or type below."},unavailable:{label:"Microphone unavailable",note:"The microphone cannot be used here: another program may hold it, or the page is not on https. You can type."}},Gt={transcription:"Simulated call: your words are written down by a transcription service.",script:"Simulated call: a scripted child answers when you speak. Typed words are your own.",vendor:"Your words are written down by the avatar service."},g={muteHint:"Turn the microphone off (M)",unmuteHint:"Turn the microphone on (M)",field:t=>`Write to ${t}`,ask:"Ask",askHint:"Send your words and get an answer (Enter)",say:"Say",sayHint:t=>`${t} speaks these words exactly`,interrupt:"Interrupt",interruptHint:t=>`Stop ${t} speaking (Esc)`,hangUp:"Hang up",back:"Back to the call",sound:"Tap for sound",copy:"Copy transcript",copied:"Copied",copyFailed:"Not copied: select the text by hand",dismiss:"Close this message"},T={title:"Transcript",empty:"What you both say appears here.",you:"You",typed:"typed",interrupted:"interrupted",writing:t=>`${t} is writing \u2026`},C={title:"The call is over",waiting:"Adding up \u2026",duration:"Duration",turns:"Turns",turnsValue:(t,e,r)=>`${t} by you, ${e} by ${r}`,credits:"Credits",unknownCredits:"not known yet",localReason:"The call has ended. Our server is still adding up its final figures."},Qt="The link to our server is being restored. The call goes on.";function he({what:t,done:e,fix:r}){return[t,e,r].filter(i=>i!=="").join(" ")}var Yt={what:`That is more than ${1e3} characters.`,done:"Nothing was sent and your words are still here.",fix:"Please shorten them."},Jt={what:"That was not sent.",done:"Your words are still here.",fix:"Please try once more."},Xt={what:"No answer has come.",done:"Your words are in the transcript.",fix:"You can write again."};function Be(t){return t==="line_unreachable"?{what:"Our server does not answer.",done:"No call was started.",fix:"Check your internet connection, then start a new call."}:{what:"The call could not start.",done:"The page has stopped trying.",fix:"Wait a moment, then start a new call."}}function Zt(t){switch(t){case E.ticket:return{what:"This call's ticket is no longer valid.",done:"",fix:"Start a new call."};case E.taken:return{what:"This call is open in another tab.",done:"",fix:"Go on there, or start a new call here."};case E.protocol:return{what:"This page and our server do not understand each other.",done:"",fix:"Reload the page, then start a new call."};default:return null}}function M(t){let e=s=>String(s).padStart(2,"0"),[r,i,n]=[Math.floor(t/3600),Math.floor(t/60)%60,Math.floor(t)%60];return r>0?`${r}:${e(i)}:${e(n)}`:`${i}:${e(n)}`}function er({transcript:t,seconds:e,credits:r}){let i=n=>t.turns.filter(s=>s.speaker===n).length;return{seconds:e,guest_turns:i("guest"),avatar_turns:i("avatar"),credits:r??C.unknownCredits,reason:"unknown",reason_text:C.localReason,trouble:null}}var me=class{#e;#r=new Set;#i=new Set;#t=Promise.resolve();#n=0;constructor(e){this.#e=e}carryOut(e){if(this.#r.has(e.id)){this.#i.has(e.id)&&this.#e.done(e.id);return}if(this.#r.add(e.id),e.op==="say"||e.op==="ask")return this.#o(e,e.op);e.op==="interrupt"&&this.drop(),this.#s(e.op),this.#a(e.id)}drop(){this.#n+=1}#s(e){switch(e){case"interrupt":return this.#e.interrupt();case"mute":return this.#e.setMicrophone(!1);case"unmute":return this.#e.setMicrophone(!0);case"end":return this.#e.end()}}#o(e,r){let i=this.#n;this.#t=this.#t.then(()=>i===this.#n?this.#e[r](e.text??""):void 0).catch(()=>{}).then(()=>this.#a(e.id))}#a(e){this.#i.add(e),this.#e.done(e)}};var Ue={weak:5e3,off:15e3,good:2e4},tr=["off","low","medium","high"],fe=class{#e;#r;#i;#t;#n="auto";#s="UNKNOWN";#o=()=>{};constructor(e,r,i){this.#e=e,this.#r=r,this.#t=r,this.#i=i}hear(e){e!==this.#s&&(this.#s=e,this.#a())}choose(e){this.#n=e,e!=="auto"?this.#d(e):this.#d(this.#s==="BAD"?"low":this.#r),this.#a()}stop(){this.#o()}#a(){this.#o(),this.#n==="auto"&&(this.#s==="BAD"&&(this.#o=this.#e.after(Ue.weak,()=>this.#l())),this.#s==="GOOD"&&(this.#o=this.#e.after(Ue.good,()=>this.#u())))}#l(){this.#t!=="off"&&this.#t!=="low"&&this.#d(this.#c(-1)),this.#o=this.#e.after(Ue.off,()=>this.#d("off"))}#u(){this.#t!==this.#r&&(this.#d(this.#c(1)),this.#a())}#c(e){return tr[tr.indexOf(this.#t)+e]??this.#t}#d(e){e!==this.#t&&(this.#t=e,this.#i(e))}};var ge=class{#e;#r;#i=!1;#t=!1;#n=!1;#s=!1;#o=()=>{};constructor(e,r){this.#e=e,this.#r=r}hear(e){switch(e.type){case"phase":this.#i=e.phase==="live",this.#i?this.#a():this.#o();break;case"typed":case"user_end_message":case"user_stop":this.#a();break;case"avatar_start_talking":this.#t=!0,this.#u();break;case"avatar_talking_message":this.#u();break;case"avatar_stop_talking":case"interrupted":this.#t=!1,this.#n&&this.#l();break;default:}}#a(){!this.#i||this.#n||this.#s||(this.#n=!0,this.#t||this.#l())}#l(){this.#o(),this.#o=this.#e.after(15e3,()=>{this.#n=!1,this.#s=!0,this.#r()})}#u(){this.#o(),this.#n=this.#s=!1}};var ye=class{#e;#r;#i=new Set;#t=null;#n=()=>{};constructor(e,r){this.#e=e,this.#r=r}open(){this.#r.awaiting(!0),this.#n=this.#e.after(3e4,()=>this.#o())}send(e){if(this.#t!==null)return!1;let r=this.#r.record({type:"typed",text:e,intent:"ask"});return this.#t={id:r,text:e,begun:!1},this.#r.awaiting(!0),this.#s(),this.#r.write({id:r,text:e}),!0}reply({id:e,text:r,done:i}){if(this.#i.has(e))return;r!==""&&this.#r.record({type:"avatar_talking_message",text:r,cumulative:!1});let n=this.#t?.id===e||e===0&&this.#t===null;this.#t!==null&&n&&(this.#t.begun=!0,this.#s()),i&&(this.#i.add(e),this.#r.record({type:"avatar_end_message"}),this.#r.record({type:"avatar_stop_talking"}),n&&this.#o())}resend(){this.#t!==null&&!this.#t.begun&&this.#r.write({id:this.#t.id,text:this.#t.text})}close(){this.#o()}#s(){this.#n(),this.#n=this.#e.after(3e4,()=>{this.#o(),this.#r.overdue()})}#o(){this.#n(),this.#t=null,this.#r.awaiting(!1)}};var ve=class{#e;#r;#i;#t;#n;#s;constructor(e,r,i,n){this.#e=i,this.#r=n;let s=a=>n.record(a);this.#i=new me({say:a=>this.#a("say",a),ask:a=>this.#a("ask",a),interrupt:()=>this.interrupt(),setMicrophone:a=>{i.setMicrophone(a)},end:()=>n.end(),done:a=>n.done(a)}),this.#t=new fe(e,r,a=>{i.setPicture(a),s({type:"picture",level:a})}),this.#n=new ge(e,()=>s({type:"avatar_silent"})),this.#s=new ye(e,{record:s,write:a=>n.write(a),awaiting:a=>n.dispatch({type:"awaiting",on:a}),overdue:()=>this.notify(Xt)})}async send(e,r){let i=r.trim(),{phase:n}=this.#r.state();return i===""||n!=="live"&&n!=="text"?!1:i.length>1e3?this.notify(Yt):n==="text"&&!this.#s.send(i)||n==="live"&&!await this.#o(e,i)?!1:(this.dismiss(),!0)}interrupt(){this.#i.drop(),this.#e.interrupt()}toggleMicrophone(){this.#e.setMicrophone(this.#r.state().microphone!=="on")}choosePicture(e){this.#r.state().phase==="live"&&(this.#r.dispatch({type:"choice",choice:e}),this.#t.choose(e))}carryOut(e){this.#i.carryOut(e)}openText(){this.#s.open()}reply(e){this.#s.reply(e)}resend(){this.#s.resend()}hear(e){e.type==="quality_changed"&&this.#t.hear(e.quality),this.#n.hear(e)}verbFailed(e,r){this.#r.record({type:"verb_failed",verb:e,...r}),(e==="ask"||e==="say")&&this.notify(Jt)}notify({what:e,done:r,fix:i}){return this.#r.dispatch({type:"notice",notice:{what:e,done:r,fix:i}}),!1}dismiss(){this.#r.state().notice!==null&&this.#r.dispatch({type:"notice",notice:null})}stop(){this.#i.drop(),this.#t.stop(),this.#s.close()}async#o(e,r){try{await this.#a(e,r)}catch{return!1}return this.#r.record({type:"typed",text:r,intent:e}),!0}async#a(e,r){try{await this.#e.speak(e,r)}catch(i){throw this.verbFailed(e,I(i)),i}}};var Jr=2e4,ke=class{data;talk;#e;#r=new ae;#i;#t;#n;#s;#o;#a=()=>{};#l=()=>{};constructor(e,r){this.data=e,this.#e=r;let i=Mt(e.quality,r.network());this.#o={...ue,picture:{choice:"auto",level:i}},this.#i=this.#u(),this.#t=new oe(r,{record:n=>this.#y(n),live:()=>this.#g(),lost:()=>{this.#s.finish(null)},failed:n=>this.#n.failed(n),verbFailed:(n,s)=>this.talk.verbFailed(n,s),sound:n=>this.#m({type:"sound",blocked:n})}),this.#n=this.#c(i),this.talk=new ve(r.clock,i,this.#t,{record:n=>this.#y(n),dispatch:n=>this.#m(n),state:()=>this.#o,write:n=>this.#i.write(n),done:n=>this.#i.done(n),end:()=>{this.end("server")}}),this.#s=this.#d()}get state(){return this.#o}get running(){return Vt(this.#o)}begin(){P("start",this.#e.clock.now()),this.#y({type:"phase",phase:"asking"}),this.#a=this.#e.clock.after(Jr,()=>this.#p(Be("line_unreachable"))),this.#i.open(),this.#t.askPermission().then(()=>this.#n.ask())}allowSound(){this.#e.screen.allowSound()}retry(){this.#n.retry()}async end(e){this.running&&await this.#s.finish(e)}hurry(){this.#i.hurry()}comeBack(){this.#s.reported||this.#i.revive()}leavePage(){if(!this.running)return;let e=JSON.stringify({call:this.data.id,ticket:this.data.ticket});this.#e.beacon(new URL("line/hangup",this.#e.base).href,e)}#u(){let{base:e,tab:r,clock:i,random:n,connect:s}=this.#e,a=new URL("line",e).href.replace(/^http/,"ws"),{id:l,ticket:c}=this.data,[u,m]=[f=>this.#h(f),(f,p)=>this.#v(f,p)];return new ce({url:a,call:l,ticket:c,tab:r,journal:this.#r,clock:i,random:n,connect:s,onFrame:u,onState:m})}#c(e){return new ie(this.#e.clock,e,{record:r=>this.#y(r),ask:r=>this.#i.start(r),answered:()=>this.#i.answered(),join:r=>this.#t.join(r),abandon:()=>this.#t.abandon(),lineOpen:()=>this.#o.line==="open",show:r=>this.#m({type:"waiting",waiting:r}),giveUp:()=>this.#p(Be("no_verdict"))})}#d(){return new se(this.#e.clock,{record:e=>this.#y(e),stop:()=>{this.#a(),this.#n.stop(),this.talk.stop(),this.#l()},leave:()=>this.#t.leave(),show:e=>this.#m({type:"summary",summary:e??er(this.#o)}),report:()=>this.#e.onEnded(this.data.id),stored:()=>this.#r.empty,closeLine:()=>this.#i.close()})}#h(e){switch(e.kind){case"welcome":return P("line",this.#e.clock.now()),this.#a(),this.talk.resend();case"ack":return this.#s.closeWhenStored();case"session":return this.#n.session(e);case"waiting":return this.#n.waiting(e);case"fallback":return this.#f(e);case"reply":return this.#s.begun?void 0:this.talk.reply(e);case"command":return this.talk.carryOut(e);case"meter":return this.#m({type:"meter",seconds:e.seconds,credits:e.credits,left:e.left});case"notice":return this.#s.begun?void 0:void this.talk.notify(e);case"refused":return this.#p(e);case"summary":{let{kind:r,...i}=e;return this.#s.finish(null),this.#s.conclude(i)}}}#g(){this.#n.stop(),this.#y({type:"phase",phase:"live"}),this.#k()}#f(e){this.#s.begun||this.#o.fallback!==null||(this.#n.stop(),this.#t.abandon(),this.#t.leave(),this.#m({type:"fallback",trouble:e}),this.#y({type:"phase",phase:"text"}),this.#k(),this.talk.openText())}#p({what:e,done:r,fix:i}){this.#s.begun||this.#m({type:"failure",failure:{what:e,done:r,fix:i}}),this.#s.finish(null)}#v(e,r){if(this.#m({type:"line",state:e}),e!=="closed")return;let i=Zt(r);i!==null&&!this.#s.reported&&this.#m({type:"failure",failure:i}),this.#s.lineClosed()}#k(){this.#l(),this.#l=this.#e.clock.every(1e3,()=>this.#m({type:"tick"}))}#y(e){let r=this.#r.append(e,this.#e.clock.now());return this.#m({type:"event",event:r}),this.talk.hear(e),this.#i.flush(),r.seq}#m(e){this.#o=Rt(this.#o,e),this.#e.onChange(this.#o)}};function be(t,e,r){let i=o("p",{role:t}),n=o("button",{class:"dismiss",type:"button",title:g.dismiss,"aria-label":g.dismiss},y("close")),s=o("div",{class:"notice"},i);return r!==void 0&&(n.onclick=r,s.append(n)),{element:s,update({state:a}){let l=e(a);d(i,l===null?"":he(l)),h(s,l!==null)}}}function rr(t){let e=Object.entries(A.choices),r=o("select",{},...e.map(([n,s])=>o("option",{value:n},s)));r.onchange=()=>t.choosePicture(r.value);let i=o("label",{class:"picture-menu"},o("span",{},A.label),r);return{element:i,update({state:n}){h(i,n.phase==="live"),r.value!==n.picture.choice&&(r.value=n.picture.choice)}}}function ir(t){let e=y("mic"),r=o("span"),i=o("button",{class:"mic",type:"button","aria-keyshortcuts":"m"},e,r);i.onclick=()=>t.toggleMicrophone();let n=o("p",{class:"mic-note",id:"mic-note"});i.setAttribute("aria-describedby",n.id);let s=o("input",{class:"field",type:"text",autocomplete:"off",enterkeyhint:"send"}),a=we("primary","ask",g.ask,g.askHint,"submit"),l=we("","say",g.say,"","button"),c=o("form",{class:"compose"},s,a,l),u=async S=>{let b=s.value;await t.send(S,b)&&s.value===b&&(s.value="")};c.onsubmit=S=>{S.preventDefault(),u("ask")},l.onclick=()=>{u("say")};let m=we("","interrupt",g.interrupt,"","button");m.setAttribute("aria-keyshortcuts","Escape"),m.onclick=()=>t.interrupt();let f=we("danger","hangup",g.hangUp,"","button");f.onclick=()=>t.hangUp();let p=rr(t),k=be("alert",S=>S.notice,()=>t.dismiss()),w=o("p",{class:"notice quiet",role:"status"},y("wait"),Qt),x=o("div",{class:"controls"},i,c,m,f,n,p.element,k.element,w);return{element:x,update(S){let{state:b,call:Ce}=S,_=b.phase==="live",D=b.phase==="text",B=b.microphone==="on",{name:U}=Ce.agent;h(x,!["idle","waiting","ended"].includes(b.phase)),x.toggleAttribute("data-writing",D);for(let br of[i,l,m,n])h(br,!D);i.disabled=l.disabled=!_,s.disabled=!_&&!D,a.disabled=!_&&!(D&&!b.awaiting),m.disabled=!_||!b.avatarTalking,f.disabled=b.phase==="ending",i.setAttribute("aria-pressed",String(B)),i.title=B?g.muteHint:g.unmuteHint,O(e,B?"mic":"micOff"),d(r,qe[b.microphone].label),i.toggleAttribute("data-hearing",B&&b.guestTalking),d(n,qe[b.microphone].note||Gt[Ce.hears]),s.placeholder=g.field(U),s.setAttribute("aria-label",g.field(U)),l.title=g.sayHint(U),m.title=g.interruptHint(U),p.update(S),k.update(S),h(w,b.line==="lost"&&(_||D))}}}function we(t,e,r,i,n){return o("button",{class:`${t} ${e}`.trim(),type:n,title:i},y(e),o("span",{},r))}var Xr={idle:"check",asking:"mic",connecting:"connect",waiting:"wait",live:"live",text:"ask",ending:"hangup",ended:"check",failed:"warning"};function xe(){let t=y("check"),e=o("span"),r=o("span",{class:"badge",role:"status"},t,e);return{element:r,update({state:i}){let n=N(i);r.dataset.status=n,O(t,Xr[n]),d(e,qt[n])}}}var Zr=5;function nr(){let t=o("span",{class:"time"}),e=o("span",{class:"credits"}),r=o("span",{class:"left"}),i=o("span",{class:"cap-warning",role:"status"}),n=y("signal"),s=o("span",{class:"quality-word"}),a=o("span",{class:"quality"},n,s),l=o("span",{class:"meter"},a,e,t,r,i);return{element:l,update({state:c}){h(l,c.phase==="live"||c.phase==="text"||c.phase==="ending"),d(t,M(c.seconds)),d(e,c.credits===null?"":`${c.credits} credits`),h(e,c.credits!==null),h(a,c.quality!=="UNKNOWN"&&c.phase==="live"),d(r,c.left===null?"":jt(c.left)),h(r,c.left!==null&&c.warned!==null),d(i,c.warned===null?"":Wt[c.warned]),i.toggleAttribute("data-fresh",c.warned!==null&&c.left!==null&&c.left>c.warned-Zr),l.toggleAttribute("data-last",c.warned!==null),a.dataset.quality=c.quality,O(n,c.quality==="BAD"?"signalWeak":"signal"),d(s,$t[c.quality])}}}function Se(){let t=o("img",{class:"poster",alt:""});return t.onerror=()=>h(t,!1),{element:t,update({call:e}){t.getAttribute("src")!==e.agent.picture&&(t.setAttribute("src",e.agent.picture),h(t,!0))}}}var or=180;function sr(t){let e=Se(),r=o("div",{class:"slot"}),i=xe(),n=nr(),s=o("p",{class:"progress",role:"status"}),a=o("p",{class:"caption","aria-hidden":"true"}),l=o("button",{class:"sound",type:"button"},y("sound"),g.sound);l.onclick=()=>t.allowSound();let c=ei(t),u=o("p",{class:"reconnecting",role:"status"}),m=o("p",{class:"made-by"}),f=o("div",{class:"picture-top"},i.element,n.element),p=o("div",{class:"picture-bottom"},c.element,u,s,a,m),k=o("div",{class:"picture"},e.element,r,f,l,p);return{element:k,slot:r,update(w){let{state:x,call:S}=w;k.dataset.status=N(x),k.toggleAttribute("data-talking",x.avatarTalking),k.toggleAttribute("data-picture",pe(x)),e.update(w),c.update(w),d(u,x.reconnecting?Kt:""),h(u,x.reconnecting),i.update(w),n.update(w),d(s,Bt(x.phase,S.agent.name)),h(s,s.textContent!==""),h(l,x.soundBlocked),d(m,ze(x.phase,S.agent.name));let b=ti(x);k.toggleAttribute("data-captioned",b!==""),b!==""&&d(a,b)}}}function ei(t){let e=o("p",{role:"status"}),r=o("button",{class:"show-picture",type:"button"},y("picture"),A.show),i=o("div",{class:"sound-only"},e,r),n="low";return r.onclick=()=>t.choosePicture(n),{element:i,update({state:s}){let a=s.phase==="live"&&s.picture.level==="off",l=s.picture.choice==="off";n=l?"auto":"low",d(e,a?l?A.chosen:A.weak:""),h(i,a)}}}function ti(t){let e=zt(t);if(e===null||e.state!=="open"||e.text==="")return"";let r=e.text.length<=or?e.text:`\u2026 ${e.text.slice(-or).replace(/^\S*\s/,"")}`;return e.speaker==="guest"?`${T.you}: ${r}`:r}var ri=48;function ar(){let t=[],e=o("p",{class:"empty"},T.empty),r=o("div",{class:"turns",role:"log","aria-live":"polite","aria-label":T.title,tabindex:"0"},e),i=o("h2"),n=o("p",{class:"typing",role:"status"}),s=o("section",{class:"transcript"},i,r,n),a=!0;return r.onscroll=()=>{a=r.scrollHeight-r.scrollTop-r.clientHeight<ri},{element:s,update({state:l,call:c}){let{turns:u}=l.transcript,m=l.phase==="idle";for(d(i,m?c.agent.name:T.title),d(e,m?c.agent.description:T.empty);t.length>u.length;)t.pop()?.element.remove();u.forEach((f,p)=>{let k=t[p]??=ii(r);ni(k,f,c.agent.name)}),h(e,u.length===0),s.toggleAttribute("data-empty",u.length===0),d(n,l.awaiting?T.writing(c.agent.name):""),a&&(r.scrollTop=r.scrollHeight)}}}function cr(t,e){return t.map(r=>`${r.speaker==="guest"?T.you:e}: ${r.text}`).join(`
`)}function ii(t){let e=o("p",{class:"words"}),r=o("span",{class:"note"}),i=o("span",{class:"speaker"}),n=o("div",{class:"turn"},o("p",{class:"who"},i,r),e);return t.append(n),{element:n,text:e,note:r}}function ni({element:t,text:e,note:r},i,n){t.dataset.speaker=i.speaker,t.dataset.state=i.state,t.setAttribute("aria-busy",String(i.state==="open"));let s=t.querySelector(".speaker");s!==null&&d(s,i.speaker==="guest"?T.you:n),d(r,i.state==="interrupted"?T.interrupted:i.source==="typed"?T.typed:""),d(e,i.text)}function lr(t){let e=o("h2"),r=o("p",{class:"reason",role:"status"}),[i,n,s]=[o("dd"),o("dd"),o("dd")],a=o("dl",{},We(C.duration,i),We(C.turns,n),We(C.credits,s)),l=o("span",{"aria-live":"polite"},g.copy),c=o("button",{class:"copy",type:"button"},y("copy"),l),u=o("section",{class:"summary"},e,r,a,c),m="",f="";return c.onclick=async()=>d(l,await t.copy(m)?g.copied:g.copyFailed),{element:u,update(p){let{state:k}=p,{summary:w}=k;m=cr(k.transcript.turns,p.call.agent.name),f!==p.call.id&&d(l,g.copy),f=p.call.id,h(u,k.phase==="ended"),d(e,de(k)?.what??C.title),d(r,oi(p)),h(a,w!==null&&(de(k)===null||w.seconds>0)),h(c,k.transcript.turns.length>0),w!==null&&(d(i,M(w.seconds)),d(n,C.turnsValue(w.guest_turns,w.avatar_turns,p.call.agent.name)),d(s,w.credits))}}}function oi({state:t}){let e=de(t);return e!==null?[e.done,e.fix].filter(r=>r!=="").join(" "):t.summary?.reason_text??C.waiting}function We(t,e){return o("div",{},o("dt",{},t),e)}function ur(t){let e=o("h2",{},q.title),r=o("p",{role:"status"}),i=o("p",{class:"countdown",role:"timer"}),n=o("button",{class:"primary retry",type:"button"},y("retry"),q.now);n.onclick=()=>t.retry();let s=o("button",{class:"stop-waiting",type:"button"},y("hangup"),q.stop);s.onclick=()=>t.hangUp();let a=o("section",{class:"waiting"},e,r,o("div",{class:"waiting-row"},i,n,s));return{element:a,update({state:l}){let{waiting:c}=l;h(a,l.phase==="waiting"&&c!==null),d(r,c===null?"":he(c.trouble)),d(i,c===null?"":q.countdown(c.left)),n.disabled=c===null||c.left===0}}}function dr(t){let e=sr(t),r=be("status",m=>m.phase==="text"?m.fallback:null),i=[e,ar(),r,ir(t),ur(t),lr(t)],[,n,,s,a,l]=i,c=o("div",{class:"columns"},e.element,n.element),u=o("section",{class:"full"},r.element,c,s.element,a.element,l.element);return{element:u,slot:e.slot,update(m){u.dataset.status=N(m.state),u.setAttribute("aria-label",`Call with ${m.call.agent.name}`);for(let f of i)f.update(m)}}}function pr(t,e){if(!(t.defaultPrevented||t.repeat||t.ctrlKey||t.metaKey||t.altKey)){if(t.key==="Escape")e.interrupt();else if(t.key.toLowerCase()==="m"&&!si(t.composedPath()[0]))e.toggleMicrophone();else return;t.preventDefault()}}function si(t){return t instanceof HTMLElement?t.isContentEditable||["INPUT","TEXTAREA","SELECT"].includes(t.tagName):!1}function hr(t){let e=Se(),r=o("div",{class:"slot"}),i=o("strong"),n=o("span",{class:"time"}),s=o("p",{class:"made-by"}),a=xe(),l=o("button",{class:"primary back",type:"button"},y("back"),o("span",{},g.back));l.onclick=()=>t.openCall();let c=o("button",{class:"danger hangup",type:"button",title:g.hangUp,"aria-label":g.hangUp},y("hangup"));c.onclick=()=>t.hangUp();let u=o("div",{class:"mini-picture"},e.element,r,s),m=o("p",{class:"mini-head"},i,a.element,n),f=o("aside",{class:"mini"},u,m,o("div",{class:"mini-buttons"},l,c));return{element:f,slot:r,update(p){f.setAttribute("aria-label",`Call with ${p.call.agent.name}`),d(i,p.call.agent.name),d(n,M(p.state.seconds)),d(s,Ut(p.state.phase,p.call.agent.name)),e.update(p),f.toggleAttribute("data-picture",pe(p.state)),a.update(p),c.disabled=p.state.phase==="ending"}}}var Te=class{#e;#r;#i=new Set;#t=null;#n={view:"hidden",prepare:null,call:null};#s=null;#o=null;#a=null;#l=0;constructor(e){this.#e=e;let r={send:(i,n)=>this.#t?.talk.send(i,n)??Promise.resolve(!1),interrupt:()=>this.#t?.talk.interrupt(),toggleMicrophone:()=>this.#t?.talk.toggleMicrophone(),choosePicture:i=>this.#t?.talk.choosePicture(i),allowSound:()=>this.#t?.allowSound(),retry:()=>this.#t?.retry(),dismiss:()=>this.#t?.talk.dismiss(),hangUp:()=>{this.#t?.end("guest")},openCall:()=>this.#s?.setTriggerValue("open_call",!0),copy:Tt};this.#r={full:dr(r),mini:hr(r)},addEventListener("pagehide",()=>this.#t?.leavePage()),addEventListener("pageshow",i=>i.persisted&&this.#t?.comeBack()),addEventListener("online",()=>this.#t?.hurry()),document.addEventListener("keydown",i=>{this.#a===this.#r.full&&this.#t?.state.phase==="live"&&pr(i,r)})}receive(e,r,i){return this.#n=e,this.#s=r,this.#o=i,e.prepare!==null&&this.#e.load(e.prepare).catch(()=>{}),e.call?.start===!0&&this.#u(e.call),this.#c(),++this.#l}park(e){if(e!==this.#l||(this.#o=this.#s=this.#a=null,this.#h(),this.#t?.running!==!0))return;let{video:r}=this.#e.screen;r.hidden=!0,document.body.append(r),this.#e.screen.play()}#u(e){if(this.#i.has(e.id))return;this.#i.add(e.id);let r=this.#t?.end("guest")??Promise.resolve(),i=new ke(e,{...this.#e,onChange:()=>this.#t===i&&this.#c(),onEnded:n=>this.#s?.setStateValue("ended",{call:n})});this.#t=i,r.then(()=>i.begin())}#c(){if(this.#o===null)return;let e=this.#g();e===null&&this.#n.view==="lobby"?this.#d(this.#o):this.#h();let r=e===null?null:this.#r[this.#f(e)];(r!==this.#a||r?.element.parentNode!==(r===null?void 0:this.#o))&&this.#p(r),r!==null&&e!==null&&r.update(e)}#d(e){let{element:r}=this.#e.check;r.parentNode!==e&&e.append(r)}#h(){this.#e.check.element.remove(),this.#e.check.close()}#g(){let e=this.#t;if(e?.running===!0)return{call:e.data,state:e.state};if(this.#n.view!=="full"||this.#n.call===null)return null;let r=e!==null&&e.data.id===this.#n.call.id;return{call:this.#n.call,state:r?e.state:ue}}#f(e){return this.#n.view==="full"||e.state.phase==="idle"?"full":"mini"}#p(e){if(this.#a?.element.remove(),this.#a=e,e===null)return;this.#o?.append(e.element);let{screen:r}=this.#e;r.video.hidden=!1,e.slot.append(r.video),r.play()}};var mr=`.stage {
  --ink: var(--st-text-color);
  --paper: var(--st-background-color);
  --panel: var(--st-secondary-background-color);
  --edge: var(--st-border-color);
  --act: color-mix(in srgb, var(--st-primary-color) 88%, var(--ink));
  --red: color-mix(in srgb, var(--st-red-color) 82%, var(--ink));
  --warm: var(--st-orange-color);
  --quiet: color-mix(in srgb, var(--ink) 68%, var(--paper));
  --veil: color-mix(in srgb, var(--paper) 84%, transparent);
  --radius: var(--st-base-radius);
  color: var(--ink);
  font-family: var(--st-font);
  font-size: 1rem;
  line-height: 1.5;
}
.stage *,
.stage *::before {
  box-sizing: border-box;
}
.stage [hidden] {
  display: none !important;
}
.stage h2,
.stage p,
.stage dl,
.stage dd {
  margin: 0;
}
.stage h2 {
  font-size: 1rem;
  font-weight: 650;
}
.icon {
  width: 1.25em;
  height: 1.25em;
  flex: none;
  fill: currentColor;
}
.stage button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  gap: 0.45rem;
  min-height: 2.75rem;
  padding: 0 1rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: var(--paper);
  color: var(--ink);
  font: inherit;
  font-weight: 550;
  white-space: nowrap;
  cursor: pointer;
  transition:
    background-color 120ms,
    border-color 120ms;
}
.stage button:hover:not(:disabled) {
  border-color: var(--quiet);
}
.stage button:disabled {
  opacity: 0.55;
  cursor: default;
}
.stage button.primary {
  border-color: var(--act);
  background: var(--act);
  color: var(--paper);
}
.stage button.danger {
  border-color: var(--red);
  background: var(--red);
  color: var(--paper);
}
.stage button.primary:hover:not(:disabled) {
  background: color-mix(in srgb, var(--act) 86%, var(--ink));
}
.stage button.danger:hover:not(:disabled) {
  background: color-mix(in srgb, var(--red) 86%, var(--ink));
}
.stage :focus-visible {
  outline: 3px solid var(--act);
  outline-offset: 2px;
}
.badge {
  display: inline-flex;
  align-items: center;
  gap: 0.35rem;
  font-weight: 600;
}
.badge[data-status="live"] .icon {
  color: var(--red);
}
.badge[data-status="failed"] .icon {
  color: var(--warm);
}
@media (prefers-reduced-motion: no-preference) {
  .badge[data-status="live"] .icon {
    animation: stage-breathe 2.4s ease-in-out infinite;
  }
}
@keyframes stage-breathe {
  50% {
    opacity: 0.45;
  }
}
`;var fr=`.controls {
  display: grid;
  grid-template-columns: auto minmax(0, 1fr) auto auto;
  grid-template-areas: "mic form interrupt hangup" "note note menu menu";
  gap: 0.6rem 0.75rem;
}
.controls .mic {
  grid-area: mic;
}
.controls .compose {
  grid-area: form;
}
.controls .interrupt {
  grid-area: interrupt;
}
.controls .hangup {
  grid-area: hangup;
}
.controls[data-writing] {
  grid-template-columns: minmax(0, 1fr) auto;
  grid-template-areas: "form hangup";
}
.picture-menu {
  grid-area: menu;
  display: inline-flex;
  align-items: center;
  justify-self: end;
  gap: 0.5rem;
  color: var(--quiet);
  font-size: 0.875rem;
}
.picture-menu select {
  min-height: 2.25rem;
  padding: 0 0.5rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: var(--paper);
  color: var(--ink);
  font: inherit;
}
.mic-note {
  grid-area: note;
  align-self: center;
  color: var(--quiet);
  font-size: 0.875rem;
}
.controls .mic[aria-pressed="true"] .icon {
  color: var(--red);
}
.controls .mic[data-hearing] {
  border-color: var(--red);
  box-shadow: 0 0 0 3px color-mix(in srgb, var(--red) 25%, transparent);
}
.compose {
  display: flex;
  gap: 0.5rem;
}
.field {
  flex: 1;
  min-width: 0;
  min-height: 2.75rem;
  padding: 0 0.9rem;
  border: 1px solid var(--edge);
  border-radius: var(--radius);
  background: var(--paper);
  color: var(--ink);
  /* Below 16 px, phones zoom into a field that is tapped. */
  font: inherit;
  font-size: 1rem;
}
.field::placeholder {
  color: var(--quiet);
  opacity: 1;
}
.notice {
  grid-column: 1 / -1;
  padding: 0.6rem 0.9rem;
  border: 1px solid var(--warm);
  border-radius: var(--radius);
  background: color-mix(in srgb, var(--warm) 12%, var(--paper));
}
.notice {
  display: flex;
  align-items: flex-start;
  gap: 0.75rem;
}
.notice p {
  flex: 1;
}
.stage .notice .dismiss {
  min-height: 1.75rem;
  padding: 0 0.35rem;
  border-color: transparent;
  background: transparent;
}
.waiting {
  display: grid;
  gap: 0.75rem;
  padding: 1.25rem;
  border: 1px solid var(--edge);
  border-radius: calc(var(--radius) * 1.6);
  background: var(--panel);
}
.stage .waiting h2 {
  font-size: 1.25rem;
}
.waiting > p {
  max-width: 44rem;
}
.waiting-row {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.75rem;
}
.waiting .countdown {
  min-width: 10.5rem;
  font-variant-numeric: tabular-nums;
  font-weight: 650;
}
.notice.quiet {
  display: flex;
  align-items: center;
  gap: 0.5rem;
  border-color: var(--edge);
  background: var(--panel);
}
@container (max-width: 46rem) {
  .controls {
    grid-template-columns: repeat(3, minmax(0, 1fr));
    grid-template-areas: "form form form" "mic interrupt hangup" "note note note" "menu menu menu";
  }
  .controls[data-writing] {
    grid-template-columns: minmax(0, 1fr);
    grid-template-areas: "form" "hangup";
  }
  .picture-menu {
    justify-self: start;
  }
  .waiting {
    padding: 1rem;
  }
  .waiting .countdown {
    flex-basis: 100%;
  }
  .stage .waiting button {
    flex: 1;
    min-height: 3rem;
  }
  .compose {
    flex-wrap: wrap;
  }
  .field {
    flex-basis: 100%;
    min-height: 3rem;
  }
  .stage .compose button {
    flex: 1;
    min-height: 3rem;
  }
  .stage .controls > button {
    flex-direction: column;
    gap: 0.15rem;
    min-height: 4rem;
    padding: 0.4rem;
    font-size: 0.875rem;
    line-height: 1.2;
    white-space: normal;
  }
}
`;var gr=`.mini {
  position: fixed;
  right: 1rem;
  bottom: 1rem;
  z-index: 999980;
  display: grid;
  gap: 0.6rem;
  width: 18rem;
  padding: 0.6rem;
  border: 1px solid var(--edge);
  border-radius: calc(var(--radius) * 1.6);
  background: var(--paper);
  box-shadow: 0 0.6rem 2.4rem -0.8rem color-mix(in srgb, var(--ink) 45%, transparent);
}
.mini-picture {
  position: relative;
  aspect-ratio: 16 / 9;
  overflow: hidden;
  border-radius: var(--radius);
  background: var(--panel);
}
.mini .made-by {
  position: absolute;
  left: 0.3rem;
  bottom: 0.3rem;
  max-width: calc(100% - 0.6rem);
  font-size: 0.625rem;
}
.mini-head {
  display: flex;
  align-items: center;
  gap: 0.75rem;
  font-size: 0.9375rem;
}
.mini-head .time {
  margin-left: auto;
}
.mini-buttons {
  display: flex;
  gap: 0.5rem;
}
.mini-buttons .back {
  flex: 1;
}
@media (max-width: 40rem) {
  .mini {
    right: 0;
    bottom: 0;
    left: 0;
    width: auto;
    grid-template: "picture head" auto "picture buttons" auto / 8.5rem minmax(0, 1fr);
    gap: 0.3rem 0.6rem;
    padding: 0.4rem;
    border-width: 1px 0 0;
    border-radius: 0;
  }
  .mini-picture {
    grid-area: picture;
    align-self: center;
  }
  .mini .made-by {
    right: 0;
    bottom: 0;
    left: 0;
    max-width: none;
    border-radius: 0;
    padding: 0 0.2rem;
    font-size: 0.5625rem;
    line-height: 1.25;
  }
  .mini-buttons .back {
    padding: 0 0.4rem;
    font-size: 0.875rem;
  }
}
`;var yr=`.full {
  container-type: inline-size;
  display: flex;
  flex-direction: column;
  gap: 1rem;
}
.columns {
  display: grid;
  grid-template-columns: minmax(0, 1.9fr) minmax(15rem, 1fr);
  gap: 1rem;
}
.picture {
  position: relative;
  aspect-ratio: 16 / 9;
  overflow: hidden;
  border: 1px solid var(--edge);
  border-radius: calc(var(--radius) * 1.6);
  background: var(--panel);
  transition: box-shadow 600ms;
}
.picture[data-status="live"] {
  box-shadow: 0 0.9rem 3.2rem -1.2rem color-mix(in srgb, var(--warm) 60%, transparent);
}
.picture[data-status="live"][data-talking] {
  box-shadow: 0 0.9rem 3.6rem -0.6rem color-mix(in srgb, var(--warm) 85%, transparent);
}
.poster,
.slot,
.slot video {
  position: absolute;
  inset: 0;
  width: 100%;
  height: 100%;
  object-fit: cover;
}
.slot video {
  opacity: 0;
}
[data-picture] .slot video {
  opacity: 1;
}
.picture[data-status="asking"] .poster,
.picture[data-status="connecting"] .poster,
.picture[data-status="waiting"] .poster {
  filter: blur(1.1rem);
  transform: scale(1.12);
}
.picture[data-status="ended"] .poster,
.picture[data-status="failed"] .poster {
  filter: saturate(0.55);
  opacity: 0.7;
}
.picture-top,
.picture-bottom {
  position: absolute;
  left: 0.75rem;
  right: 0.75rem;
  display: flex;
  gap: 0.5rem;
}
.picture-bottom {
  pointer-events: none;
}
.picture-top {
  top: 0.75rem;
  justify-content: space-between;
  align-items: flex-start;
  font-size: 0.875rem;
}
.picture-top .badge,
.meter,
.caption,
.made-by,
.progress,
.reconnecting,
.sound-only {
  border-radius: var(--radius);
  background: var(--veil);
  color: var(--ink);
}
.picture-top .badge,
.meter {
  padding: 0.3rem 0.7rem;
}
.meter,
.quality {
  display: inline-flex;
  align-items: center;
  gap: 0.35rem 0.8rem;
}
.meter {
  flex-wrap: wrap;
  justify-content: flex-end;
}
.quality {
  gap: 0.35rem;
}
.quality[data-quality="GOOD"] .quality-word {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
.quality[data-quality="BAD"] .icon {
  color: var(--warm);
}
.time {
  font-variant-numeric: tabular-nums;
  font-weight: 650;
}
.left {
  padding-left: 0.8rem;
  border-left: 1px solid var(--edge);
  font-variant-numeric: tabular-nums;
  font-weight: 650;
}
.meter[data-last] .left {
  color: var(--red);
}
.cap-warning:empty {
  display: none;
}
.cap-warning {
  flex-basis: 100%;
  text-align: right;
}
.cap-warning:not([data-fresh]) {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
.reconnecting {
  padding: 0.3rem 0.8rem;
}
.sound-only {
  display: grid;
  justify-items: center;
  gap: 0.6rem;
  max-width: 30rem;
  padding: 0.8rem 1rem;
  text-align: center;
  text-wrap: balance;
  pointer-events: auto;
}
.progress {
  padding: 0.5rem 1.1rem;
  font-size: 1.125rem;
  text-align: center;
  text-wrap: balance;
}
.stage .sound {
  position: absolute;
  top: 50%;
  left: 50%;
  min-height: 3.5rem;
  padding: 0 1.5rem;
  transform: translate(-50%, -50%);
  font-size: 1.125rem;
}
.picture-bottom {
  bottom: 0.75rem;
  flex-direction: column;
  align-items: center;
}
.picture[data-status="text"] .made-by {
  align-self: stretch;
  padding: 0.4rem 0.9rem;
  font-size: 0.9375rem;
  text-align: center;
}
.caption {
  max-width: min(100%, 42rem);
  padding: 0.4rem 0.9rem;
  opacity: 0;
  font-size: 1.125rem;
  line-height: 1.4;
  text-align: center;
  text-wrap: balance;
  transition: opacity 500ms 2500ms;
}
[data-captioned] .caption {
  opacity: 1;
  transition: none;
}
.picture:not([data-status="live"]) .caption {
  display: none;
}
.made-by {
  align-self: flex-start;
  padding: 0.1rem 0.5rem;
  color: var(--ink);
  font-size: 0.75rem;
}
@container (max-width: 46rem) {
  .sound-only {
    gap: 0.3rem;
    padding: 0.35rem 0.5rem;
    font-size: 0.8125rem;
    line-height: 1.35;
  }
  .stage .sound-only button {
    min-height: 2.25rem;
    padding: 0 0.7rem;
  }
  /* The message says it already. */
  .picture:not([data-picture]) .quality-word,
  .meter[data-last] .credits {
    display: none;
  }
  .picture[data-status="text"] .made-by {
    padding: 0.25rem 0.5rem;
    font-size: 0.8125rem;
  }
  .columns {
    grid-template-columns: minmax(0, 1fr);
  }
  .caption,
  .progress {
    font-size: 0.9375rem;
    padding: 0.3rem 0.6rem;
  }
  .picture-top,
  .picture-bottom {
    left: 0.5rem;
    right: 0.5rem;
  }
  .picture-top {
    top: 0.5rem;
    font-size: 0.8125rem;
  }
  .picture-bottom {
    bottom: 0.5rem;
    gap: 0.3rem;
  }
  .made-by {
    font-size: 0.6875rem;
  }
}
@media (prefers-reduced-motion: reduce) {
  .stage * {
    transition: none !important;
    animation: none !important;
  }
}
`;var vr=`.summary {
  display: grid;
  gap: 0.75rem;
  padding: 1.25rem;
  border: 1px solid var(--edge);
  border-radius: calc(var(--radius) * 1.6);
  background: var(--panel);
}
.stage .summary h2 {
  font-size: 1.375rem;
}
.summary .reason {
  max-width: 44rem;
}
.summary dl {
  display: flex;
  flex-wrap: wrap;
  gap: 0.75rem 2.5rem;
}
.summary dt {
  color: var(--quiet);
  font-size: 0.875rem;
}
.summary dd {
  font-size: 1.125rem;
  font-weight: 600;
  font-variant-numeric: tabular-nums;
}
.summary .copy {
  justify-self: start;
}
`;var kr=`.transcript {
  display: flex;
  flex-direction: column;
  min-height: 12rem;
  contain: size;
  overflow: hidden;
  border: 1px solid var(--edge);
  border-radius: calc(var(--radius) * 1.6);
  background: var(--panel);
}
.transcript h2 {
  padding: 0.75rem 1rem 0.5rem;
}
.turns {
  flex: 1;
  min-height: 0;
  overflow-y: auto;
  overscroll-behavior: contain;
  padding: 0 1rem 1rem;
}
.turns .empty {
  color: var(--quiet);
}
.typing:empty {
  display: none;
}
.typing {
  padding: 0 1rem 0.75rem;
  color: var(--quiet);
  font-style: italic;
}
.turn + .turn {
  margin-top: 0.8rem;
}
.turn .who {
  display: flex;
  gap: 0.5rem;
  color: var(--quiet);
  font-size: 0.8125rem;
}
.turn .speaker {
  font-weight: 650;
}
.turn .note:not(:empty)::before {
  content: "\xB7 ";
}
.turn .words {
  overflow-wrap: anywhere;
  white-space: pre-line;
}
.turn[data-speaker="guest"] .words {
  padding-left: 0.7rem;
  border-left: 3px solid color-mix(in srgb, var(--act) 60%, transparent);
}
.turn[data-state="open"] .words::after {
  content: " \u2026";
  color: var(--quiet);
}
@container (max-width: 46rem) {
  .transcript {
    height: 15rem;
  }
  [data-status="waiting"] .transcript[data-empty],
  [data-status="failed"] .transcript[data-empty] {
    display: none;
  }
  [data-status="idle"] .transcript {
    height: auto;
    min-height: 0;
    contain: none;
  }
}
`;var hi=Symbol.for("talk-to-santa.stage"),mi=[mr,yr,kr,fr,vr,gr,Fe].join(`
`);function fi(t){let e=globalThis,r=e[hi]??=new Te(St()),i=gi(t.parentElement),n=r.receive(t.data,t,i);return()=>r.park(n)}function gi(t){let e=t.querySelector(".stage")??t.appendChild(document.createElement("div"));if(e.classList.add("stage"),t.querySelector("style[data-stage]")===null){let r=document.createElement("style");r.dataset.stage="",r.textContent=mi,t.append(r)}return e}export{fi as default};

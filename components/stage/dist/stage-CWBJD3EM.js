import{d as W,e as B,f as dt}from"./chunk-SOOH2VNU.js";async function ht(r){switch(r){case"liveavatar":return(await import("./liveavatar-AVUZJR3X.js")).createSession;case"streaming":return(await import("./streaming-VDT25PMQ.js")).createSession}}var q={now:()=>Date.now(),after(r,e){let t=setTimeout(e,r);return()=>clearTimeout(t)},every(r,e){let t=setInterval(e,r);return()=>clearInterval(t)}};function J(r,e,t,i){return new Promise((n,o)=>{let a=r.after(e,()=>n(i));t.then(n,o).finally(a)})}var $r=3e4;async function Z(r,e){let t=e(),i=await J(r,$r,t,null);return i===null&&t.then(n=>n.release()),i}async function pt(r,e=null){if(r.mediaDevices===void 0)return X("unavailable");let t=e??(await ft(r))?.state??"unknown";if(t==="granted")return X("ready");if(t==="denied")return X("refused");try{let i=await r.mediaDevices.getUserMedia({audio:!0});return{state:"ready",release:()=>K(i)}}catch(i){return X(U(i))}}function K(r){for(let e of r.getTracks())e.stop()}function U(r){switch(r?.name){case"NotAllowedError":case"SecurityError":return"refused";case"NotFoundError":case"OverconstrainedError":return"missing";default:return"unavailable"}}function X(r){return{state:r,release:()=>{}}}function mt(r){let e=null;return ft(r).then(t=>e=t),()=>e?.state??null}async function ft({permissions:r}){try{return await r?.query({name:"microphone"})??null}catch{return null}}var yt="talk-to-santa.devices",gt={microphone:null,speaker:null,camera:null};function vt(r){try{let e=JSON.parse(r?.getItem(yt)??"null");if(typeof e!="object"||e===null)return gt;let{microphone:t,speaker:i,camera:n}=e;return{microphone:qe(t),speaker:qe(i),camera:qe(n)}}catch{return gt}}function bt(r,e){try{r?.setItem(yt,JSON.stringify(e))}catch{return}}function qe(r){return typeof r=="string"&&r!==""?r:null}var kt=4096,ee=.02;function wt(r,e){let t=r.createMediaStreamSource(e),i=r.createAnalyser();i.fftSize=kt,t.connect(i);let n=new Float32Array(kt);return{rate:r.sampleRate,samples(){return i.getFloatTimeDomainData(n),n},close(){t.disconnect(),K(e)}}}async function xt(r,e,t,i,n){let o=r.createMediaStreamDestination();e.srcObject=o.stream;try{await r.resume(),await Yr(e,n),await e.play()}catch{return e.srcObject=null,!1}let a=r.currentTime+ee;for(let c of i)a=Qr(r,o,c,a);let l=i.reduce((c,u)=>c+u.length,0);return await new Promise(c=>{t.after((l+4*ee)*1e3,c)}),e.pause(),e.srcObject=null,!0}function Qr(r,e,{hertz:t,length:i,loudness:n},o){let a=r.createOscillator(),l=r.createGain();return a.frequency.value=t,l.gain.setValueAtTime(0,o),l.gain.linearRampToValueAtTime(n,o+ee),l.gain.setValueAtTime(n,o+i-ee),l.gain.linearRampToValueAtTime(0,o+i),a.connect(l).connect(e),a.start(o),a.stop(o+i),o+i}async function Yr(r,e){if(r.setSinkId!==void 0)try{await r.setSinkId(e??"")}catch(i){if(i.name!=="NotFoundError")throw i;await r.setSinkId("")}}var Ke=1250,St=[{hertz:Ke,length:1.4,loudness:.25}],Tt=[523.25,659.25,783.99].map(r=>({hertz:r,length:.28,loudness:.2})),te=class{#t;#r=null;#e=null;constructor(e){this.#t=e}listen(e){return this.#r??=this.#t.audioContext(),this.#r.resume(),wt(this.#r,e)}play(e,t){return this.#r??=this.#t.audioContext(),this.#e??=this.#t.player(),xt(this.#r,this.#e,this.#t.clock,e,t)}hush(){this.#e?.pause()}close(){this.hush(),this.#r?.close(),this.#r=this.#e=null}};function Ct(r){let e=0;for(let t of r)e+=t*t;return r.length===0?0:e/r.length}function Ge(r){return r>0?Math.max(-96,10*Math.log10(r)):-96}function Et(r){return Math.min(1,Math.max(0,1+r/60))}function Ue(r,e,t){let i=r.length;if(i===0)return-96;let n=2*Math.PI*t/e,o=2*Math.cos(n),[a,l]=[0,0];r.forEach((u,d)=>{let g=.5-.5*Math.cos(2*Math.PI*d/i);[a,l]=[l,g*u+o*l-a]});let c=l*l+a*a-o*l*a;return Ge(Math.max(0,c)*16/(i*i)/2)}var Jr=12;function Pt(r,e,t){let i=Ue(r,e,t),n=Math.max(Ue(r,e,t*.9),Ue(r,e,t*1.1));return i-n>=Jr?i:-96}function At(r){let e=[...r].sort((o,a)=>o-a),t=e.length>>1,[i,n]=[e[e.length%2===0?t-1:t],e[t]];return i===void 0||n===void 0?-96:(i+n)/2}var Xr=5,Zr=50,re=class{#t=[];#r=[];add(e,t,i){return this.#t=[...this.#t,Ct(e)].slice(-Xr),this.#r=[...this.#r,Pt(e,t,i)].slice(-Zr),Ge(this.#t.reduce((n,o)=>n+o,0)/this.#t.length)}tone(e){return At(this.#r.slice(-e))}clear(){[this.#t,this.#r]=[[],[]]}};var ei=100,[Lt,Mt]=[5,14],ie=class{#t;#r;#e=new re;#i=null;#n=()=>{};constructor(e,t){this.#t=e,this.#r=t}start(e,t,i){let n=this.#r.listen(e);this.#i=n,e.getAudioTracks()[0]?.addEventListener("ended",()=>this.#i===n&&i()),this.#n=this.#t.every(ei,()=>t(this.#e.add(n.samples(),n.rate,Ke)))}tone(e){return this.#e.tone(e)}stop(){this.#n(),this.#i?.close(),this.#i=null,this.#e.clear()}};var ti=-42,ri=-52,ii=10,ni=-75,oi=new Set(["NotReadableError","AbortError"]);function Ot(r){return r>=ti?"speech":r>=ri?"faint":"nothing"}function Nt(r,e,t){return e>=ni&&e-r>=ii?"headphones":t===null?"unclear":t?"none":"silent"}function je(r){let e=U(r);return e!=="unavailable"?e:oi.has(String(r?.name))?"busy":"failed"}function Dt(r,e){return/iPhone|iPad|iPod/.test(r)||r.startsWith("Mac")&&e>1}var _t={echoCancellation:!1,noiseSuppression:!1,autoGainControl:!1},si=new Set(["","default","communications"]);async function $e(r,e){let{mediaDevices:t}=r;if(!r.secure||t===void 0)return"insecure";if(!r.allowed())return"policy";try{return await t.getUserMedia({audio:e===null?_t:{..._t,deviceId:{exact:e}}})}catch(i){return e!==null&&je(i)==="missing"?$e(r,null):je(i)}}async function Qe(r,e,t){try{return(await r.mediaDevices?.enumerateDevices()??[]).filter(o=>o.kind===e&&!si.has(o.deviceId)).map((o,a)=>({id:o.deviceId,label:o.label||`${t} ${a+1}`}))}catch{return[]}}var It={open:!1,microphone:"closed",level:-96,hearing:"nothing",heard:!1,microphones:[],speakers:null,choice:{microphone:null,speaker:null,camera:null},speaker:"untested",echo:"untested",silentSwitch:!1},Ft={level:-96,hearing:"nothing",heard:!1,speaker:"untested",echo:"untested"};var b={title:"Check microphone and speaker",microphone:"Microphone",speaker:"Speaker",standard:"System default",play:"Play a sound",playing:"Playing \u2026",asked:"Did you hear it?",yes:"Yes",no:"No",echoTest:"Test for echo",measuring:"Listening to a tone \u2026",again:"Try again",done:"Done",level:"Microphone level",silentSwitch:"No sound on a phone or tablet? Check the silent switch on its side and the volume keys."},oe={nothing:"I hear nothing yet. Say a few words.",faint:"I hear you only faintly. Come closer.",speech:"I hear you."},ai={insecure:"The microphone works on secure pages only. Open this page with https or on localhost.",policy:"The page around this one forbids the microphone. Open the app in a tab of its own.",refused:"The browser blocks the microphone. Allow it at the sign left of the address, then try again.",missing:"No microphone was found. Plug one in, then try again. In a call you can also type.",busy:"Another program holds the microphone. Close other video programs, then try again.",failed:"The microphone did not open. Unplug it and plug it in, then try again."},G={untested:"",playing:b.playing,asked:b.asked,heard:"You hear the call's sound.",unheard:"Turn the volume up, or choose another speaker, and play it again.",blocked:"The browser blocked the sound. Press the button once more."},Rt={untested:"",measuring:b.measuring,headphones:"The microphone hears your speaker. Headphones are advised.",none:"No echo.",silent:"The speaker was not heard. Turn the volume up, or choose another speaker.",unclear:"The microphone did not hear the tone. Did you?"};function Ye(r){switch(r.microphone){case"closed":return"";case"asking":return"Opening the microphone. If your browser asks, please allow it.";case"open":return li(r);default:return ai[r.microphone]}}function li({heard:r,hearing:e,speaker:t,echo:i}){return r?t==="blocked"?G.blocked:t==="unheard"||i==="silent"?`Your microphone works, the speaker was not heard. ${G.unheard}`:t!=="heard"&&i!=="headphones"?"Your microphone works. Test the speaker next.":i==="headphones"?"Microphone and speaker work. Headphones are advised.":i==="none"?"Microphone and speaker work, without echo.":"Microphone and speaker work.":e==="faint"?oe.faint:"The microphone is open. Say a few words."}var se=class{state;#t;#r;#e;#i;#n=0;constructor(e,t){this.#t=e,this.#r=t,this.#e=new te(e),this.#i=new ie(e.clock,this.#e),this.state={...It,choice:vt(e.storage),silentSwitch:e.silentSwitch}}async open(){this.#u();let e=this.#n;this.#c({...Ft,open:!0,microphone:"asking"}),this.#t.mediaDevices?.addEventListener("devicechange",this.#a);let t=await $e(this.#t,this.state.choice.microphone);if(typeof t=="string")return e===this.#n?this.#c({microphone:t}):void 0;if(e!==this.#n)return K(t);this.#i.start(t,i=>this.#o(i),()=>this.#l()),this.#c({microphone:"open"}),await this.#a()}close(){this.state.open&&(this.#u(),this.#e.close(),this.#c({open:!1,microphone:this.state.microphone==="asking"?"closed":this.state.microphone}))}async choose(e){let t={...this.state.choice,...e};bt(this.#t.storage,t),this.#c({choice:t,speaker:"untested",echo:"untested"}),e.microphone!==void 0&&await this.open()}async chime(){this.#c({speaker:"playing"});let e=await this.#s(Tt);e!==null&&this.#c({speaker:e?"asked":"blocked"})}answer(e){let t=this.state.echo==="unclear"?e?"none":"silent":this.state.echo;this.#c({speaker:e?"heard":"unheard",echo:t})}async testEcho(){this.#c({echo:"measuring"});let e=this.#i.tone(Lt),t=await this.#s(St),i=this.#i.tone(Mt);if(t===null)return;if(!t)return this.#c({echo:"untested",speaker:"blocked"});let{speaker:n}=this.state,o=n==="heard"?!0:n==="unheard"?!1:null;this.#c({echo:Nt(e,i,o)})}async#s(e){let t=this.#n,i=await this.#e.play(e,this.state.choice.speaker);return t===this.#n?i:null}#o(e){let t=Ot(e),i=this.state.speaker==="playing"||this.state.echo==="measuring";this.#c({level:e,hearing:t,heard:this.state.heard||t==="speech"&&!i})}#a=async()=>{let e=await Qe(this.#t,"audioinput",b.microphone),t=this.#t.canChooseSpeaker?await Qe(this.#t,"audiooutput",b.speaker):null;this.#c({microphones:e,speakers:t})};#l(){this.#u(),this.#c({microphone:"missing"})}#u(){this.#n+=1,this.#i.stop(),this.#e.hush(),this.#t.mediaDevices?.removeEventListener("devicechange",this.#a)}#c(e){this.state={...this.state,...e},this.#r()}};function s(r,e={},...t){let i=document.createElement(r);for(let[n,o]of Object.entries(e))i.setAttribute(n,o);return i.append(...t),i}function h(r,e){r.textContent!==e&&(r.textContent=e)}function p(r,e){r.hidden===e&&(r.hidden=!e)}var Ht="http://www.w3.org/2000/svg";function Vt(r){let e=document.createElementNS(Ht,"svg");return e.setAttribute("viewBox","0 0 24 24"),e.setAttribute("aria-hidden","true"),e.setAttribute("class","icon"),e.append(document.createElementNS(Ht,"path")),Je(e,r),e}function Je(r,e){let t=r.firstElementChild;t?.getAttribute("d")!==e&&t?.setAttribute("d",e)}var zt={ask:"M20 2H4c-1.1 0-2 .9-2 2v18l4-4h14c1.1 0 2-.9 2-2V4c0-1.1-.9-2-2-2z",back:"M21 11V3h-8l3.29 3.29-10 10L3 13v8h8l-3.29-3.29 10-10z",check:"M12 2a10 10 0 100 20 10 10 0 000-20zm-2 15l-5-5 1.41-1.41L10 14.17l7.59-7.59L19 8l-9 9z",close:"M19 6.41L17.59 5 12 10.59 6.41 5 5 6.41 10.59 12 5 17.59 6.41 19 12 13.41 17.59 19 19 17.59 13.41 12z",connect:"M4 10.5a1.5 1.5 0 100 3 1.5 1.5 0 000-3zm8 0a1.5 1.5 0 100 3 1.5 1.5 0 000-3zm8 0a1.5 1.5 0 100 3 1.5 1.5 0 000-3z",copy:"M16 1H4c-1.1 0-2 .9-2 2v14h2V3h12V1zm3 4H8c-1.1 0-2 .9-2 2v14c0 1.1.9 2 2 2h11c1.1 0 2-.9 2-2V7c0-1.1-.9-2-2-2zm0 16H8V7h11v14z",hangup:"M12 9c-1.6 0-3.15.25-4.6.72v3.1c0 .39-.23.74-.56.9-.98.49-1.87 1.12-2.66 1.85-.18.18-.43.28-.7.28-.28 0-.53-.11-.71-.29L.29 13.08A.99.99 0 010 12.38c0-.28.11-.53.29-.71C3.34 8.78 7.46 7 12 7s8.66 1.78 11.71 4.67c.18.18.29.43.29.71 0 .28-.11.53-.29.71l-2.48 2.48c-.18.18-.43.29-.71.29-.27 0-.52-.11-.7-.28-.79-.74-1.69-1.36-2.67-1.85-.33-.16-.56-.5-.56-.9v-3.1C15.15 9.25 13.6 9 12 9z",interrupt:"M7 6h10a1 1 0 011 1v10a1 1 0 01-1 1H7a1 1 0 01-1-1V7a1 1 0 011-1z",live:"M12 4a8 8 0 100 16 8 8 0 000-16z",mic:"M12 14c1.66 0 3-1.34 3-3V5c0-1.66-1.34-3-3-3S9 3.34 9 5v6c0 1.66 1.34 3 3 3zm5.3-3c0 3-2.54 5.1-5.3 5.1S6.7 14 6.7 11H5c0 3.41 2.72 6.23 6 6.72V21h2v-3.28c3.28-.48 6-3.3 6-6.72h-1.7z",micOff:"M19 11h-1.7c0 .74-.16 1.43-.43 2.05l1.23 1.23c.56-.98.9-2.09.9-3.28zm-4.02.17c0-.06.02-.11.02-.17V5c0-1.66-1.34-3-3-3S9 3.34 9 5v.18l5.98 5.99zM4.27 3L3 4.27l6.01 6.01V11c0 1.66 1.33 3 2.99 3 .22 0 .44-.03.65-.08l1.66 1.66c-.71.33-1.5.52-2.31.52-2.76 0-5.3-2.1-5.3-5.1H5c0 3.41 2.72 6.23 6 6.72V21h2v-3.28c.91-.13 1.77-.45 2.54-.9L19.73 21 21 19.73 4.27 3z",picture:"M21 3H3c-1.1 0-2 .9-2 2v14c0 1.1.9 2 2 2h18c1.1 0 2-.9 2-2V5c0-1.1-.9-2-2-2zm0 16H3V5h18v14zM9 8v8l7-4z",retry:"M17.65 6.35A7.96 7.96 0 0012 4c-4.42 0-7.99 3.58-7.99 8s3.57 8 7.99 8c3.73 0 6.84-2.55 7.73-6h-2.08A5.99 5.99 0 0112 18c-3.31 0-6-2.69-6-6s2.69-6 6-6c1.66 0 3.14.69 4.22 1.78L13 11h7V4l-2.35 2.35z",say:"M6 17h3l2-4V7H5v6h3zm8 0h3l2-4V7h-6v6h3z",signal:"M4 16h3v4H4zM10.5 11h3v9h-3zM17 5h3v15h-3z",signalWeak:"M4 16h3v4H4zM10.5 17h3v3h-3zM17 17h3v3h-3z",sound:"M3 9v6h4l5 5V4L7 9H3zm13.5 3c0-1.77-1.02-3.29-2.5-4.03v8.05c1.48-.73 2.5-2.25 2.5-4.02zM14 3.23v2.06c2.89.86 5 3.54 5 6.71s-2.11 5.85-5 6.71v2.06c4.01-.91 7-4.49 7-8.77s-2.99-7.86-7-8.77z",video:"M17 10.5V7c0-.55-.45-1-1-1H4c-.55 0-1 .45-1 1v10c0 .55.45 1 1 1h12c.55 0 1-.45 1-1v-3.5l4 4v-11l-4 4z",wait:"M6 2v6l4 4-4 4v6h12v-6l-4-4 4-4V2H6zm10 14.5V20H8v-3.5l4-4 4 4z",warning:"M1 21h22L12 2 1 21zm12-3h-2v-2h2v2zm0-4h-2v-4h2v4z"},y=r=>Vt(zt[r]),O=(r,e)=>Je(r,zt[e]);function ae(r,e){let t=s("select",{class:"check-select"});t.onchange=()=>e(t.value===""?null:t.value);let i="";return{element:s("label",{class:"check-device"},s("span",{},r),t),update(n,o){let a=JSON.stringify(n);if(a!==i){i=a;let c=[{id:"",label:b.standard},...n];t.replaceChildren(...c.map(({id:u,label:d})=>s("option",{value:u},d)))}let l=n.some(c=>c.id===o)?o??"":"";t.value!==l&&(t.value=l)}}}function Wt(r){let e=ae(b.microphone,a=>r.choose({microphone:a})),t=s("span",{class:"check-fill"}),i=s("div",{class:"check-bar",role:"meter","aria-label":b.level,"aria-valuemin":String(-96),"aria-valuemax":"0"},t),n=s("p",{class:"check-words"}),o=s("div",{class:"check-part check-microphone"},e.element,i,n);return{element:o,update(a){p(o,a.microphone==="open"),e.update(a.microphones,a.choice.microphone);let l=String(Math.round(a.level));t.style.width=`${Math.round(Et(a.level)*100)}%`,i.dataset.hearing=a.hearing,i.getAttribute("aria-valuenow")!==l&&i.setAttribute("aria-valuenow",l),i.setAttribute("aria-valuetext",oe[a.hearing]),h(n,oe[a.hearing])}}}function Bt(r){let e=ae(b.speaker,u=>r.choose({speaker:u})),t=s("button",{class:"check-play",type:"button"},y("sound"),b.play);t.onclick=()=>r.chime();let i=s("button",{class:"check-echo",type:"button"},b.echoTest);i.onclick=()=>r.testEcho();let n=s("p",{class:"check-words",role:"status"}),o=s("button",{class:"check-yes",type:"button"},b.yes);o.onclick=()=>r.answer(!0);let a=s("button",{class:"check-no",type:"button"},b.no);a.onclick=()=>r.answer(!1);let l=s("div",{class:"check-answers",role:"group","aria-label":b.asked},o,a),c=s("div",{class:"check-part check-speaker"},e.element,s("div",{class:"check-tests"},t,i),n,l);return{element:c,update(u){let d=u.speaker==="playing"||u.echo==="measuring",g=!d&&(u.speaker==="asked"||u.echo==="unclear");p(c,u.microphone==="open"),p(e.element,u.speakers!==null),e.update(u.speakers??[],u.choice.speaker),t.disabled=i.disabled=d;let m=u.speaker==="asked"||u.speaker==="playing";h(n,m?G[u.speaker]:Rt[u.echo]||G[u.speaker]),c.dataset.speaker=u.speaker,c.dataset.echo=u.echo,p(l,g)}}}function qt(r){let e=s("span",{class:"check-last"}),t=s("span",{class:"check-sign","aria-hidden":"true"}),i=s("button",{class:"check-row",type:"button","aria-controls":"check-body"},y("mic"),s("span",{class:"check-title"},b.title),e,t);i.onclick=()=>r.toggle();let n=s("p",{class:"check-result",role:"status"}),o=Wt(r),a=Bt(r),l=s("p",{class:"check-hint"},b.silentSwitch),c=s("button",{class:"check-again",type:"button"},b.again);c.onclick=()=>r.again();let u=s("button",{class:"check-done",type:"button"},b.done);u.onclick=()=>{r.toggle(),i.focus()};let d=s("div",{class:"check-body",id:"check-body"},n,o.element,a.element,l,s("div",{class:"check-end"},c,u)),g=s("section",{class:"check","aria-label":b.title},i,d);return g.onkeydown=m=>{m.key==="Escape"&&i.getAttribute("aria-expanded")==="true"&&u.click()},{element:g,update(m){let k=m.microphone==="open";g.dataset.microphone=m.microphone,i.setAttribute("aria-expanded",String(m.open)),h(t,m.open?"\u2013":"+"),h(e,m.open?"":Ye(m)),p(d,m.open),h(n,m.open?Ye(m):""),n.toggleAttribute("data-trouble",!k&&m.microphone!=="asking"&&m.microphone!=="closed"),o.update(m),a.update(m),p(l,k&&m.silentSwitch),p(c,!k&&m.microphone!=="asking")}}}var Xe=`.check {
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
`;function Ze(){let r=document;return{mediaDevices:navigator.mediaDevices,secure:isSecureContext,allowed:()=>(r.permissionsPolicy??r.featurePolicy)?.allowsFeature?.("microphone")??!0,audioContext:()=>new AudioContext,player:()=>document.createElement("audio"),canChooseSpeaker:"setSinkId"in HTMLMediaElement.prototype,clock:q,storage:ui(),silentSwitch:Dt(navigator.platform,navigator.maxTouchPoints)}}function ui(){try{return localStorage}catch{return null}}function Kt(r){let e=new se(r,()=>t.update(e.state)),t=qt({toggle:()=>e.state.open?e.close():void e.open(),again:()=>{e.open()},choose:i=>{e.choose(i)},chime:()=>{e.chime()},answer:i=>e.answer(i),testEcho:()=>{e.testEcho()}});return t.update(e.state),{element:t.element,close:()=>e.close(),choice:()=>e.state.choice}}var le=class{video;#t;#r=()=>{};#e=!1;#i=()=>{};constructor(e,t){this.video=e,this.#t=t,e.autoplay=!0,e.playsInline=!0}show(e,t,i){this.#r=i,this.#s(t),e(this.video),this.play()}refresh(e){e(this.video),this.play()}async setSpeaker(e){let t=this.video;e!==null&&await t.setSinkId?.(e).catch(()=>{})}async play(){if(this.video.srcObject!==null)try{await this.video.play()}catch(e){if(e.name!=="NotAllowedError"||this.#e)return;this.#n(!0),this.video.muted=!0,await this.play()}}allowSound(){this.#n(!1),this.video.muted=!1,this.play()}hush(){this.#i(),this.video.muted=!0,this.#i=this.#t.after(1500,()=>this.speak())}speak(){this.#i(),this.#e||(this.video.muted=!1)}clear(){this.#i(),this.#e=!1,this.video.srcObject=null,this.video.muted=!1}#n(e){this.#e=e,this.#r(e)}#s(e){let{video:t}=this,i=!1,n=()=>{i||e(),i=!0};"requestVideoFrameCallback"in t?(t.requestVideoFrameCallback(n),t.addEventListener("playing",()=>{this.#t.after(1e3,n)},{once:!0})):t.addEventListener("playing",n,{once:!0})}};function Gt(){let r=Kt(Ze()),e={mediaDevices:navigator.mediaDevices,permissions:navigator.permissions},t=mt(e);return{check:r,clock:q,random:Math.random,tab:di(),base:document.baseURI,screen:new le(document.createElement("video"),q),connect:i=>new WebSocket(i),load:ht,askMicrophone:()=>pt(e,t()),devices:()=>r.choice(),network:()=>navigator.connection??null,beacon:(i,n)=>{navigator.sendBeacon(i,n)},storage:Ut(()=>localStorage),tabStorage:Ut(()=>sessionStorage),locks:navigator.locks}}function Ut(r){try{return r()}catch{return null}}async function jt(r){try{return await navigator.clipboard.writeText(r),!0}catch{return!1}}function di(){let r=crypto.getRandomValues(new Uint8Array(16));r[6]=(r[6]??0)&15|64,r[8]=(r[8]??0)&63|128;let e=Array.from(r,t=>t.toString(16).padStart(2,"0")).join("");return[e.slice(0,8),e.slice(8,12),e.slice(12,16),e.slice(16,20),e.slice(20)].join("-")}var S={done:1e3,protocol:4400,ticket:4401,taken:4409,busy:4429},hi={ready:!0,refused_name:!0,opened:!0,journal:!0,welcome:!0,ack:!0,session:!0,command:!0,meter:!0,waiting:!0,notice:!0,fallback:!0,reply:!0,refused:!0,summary:!0};function $t(r){if(typeof r!="string")return null;try{let e=JSON.parse(r),t=e?.kind;return typeof t=="string"&&Object.hasOwn(hi,t)?e:null}catch{return null}}var et=[250,500,1e3,2e3,4e3],ce=5e3,pi=new Set(Object.values(S).filter(r=>r!==S.busy)),mi=3,fi=.1,ue={opened:()=>{},frame:()=>{},lost:()=>{},closed:()=>{}},N=class{#t;#r;#e=null;#i=0;#n=!1;#s=()=>{};constructor(e,t){this.#t=e,this.#r=t}handTo(e){this.#r=e}get isOpen(){return this.#e?.readyState===WebSocket.OPEN}open(){if(this.#e!==null||this.#n)return;this.#s();let{connect:e,base:t}=this.#t,i=e(new URL("line",t).href.replace(/^http/,"ws"));this.#e=i,i.onopen=()=>this.#r.opened(),i.onmessage=n=>this.#o(n.data),i.onclose=n=>this.#a(i,n.code)}send(e){this.isOpen&&this.#e?.send(JSON.stringify(e))}settled(){this.#i=0}drop(){this.#a(this.#e,0)}close(){this.#n=!0,this.#s(),this.#e?.close(S.done)}#o(e){let t=$t(e);t!==null&&this.#r.frame(t)}#a(e,t){if(e===null||e!==this.#e)return;if(this.#e=null,e.onopen=e.onmessage=e.onclose=null,t===0&&e.close(),this.#n||pi.has(t))return this.#n=!0,this.#r.closed(t);this.#r.lost(t),t===S.busy&&(this.#i=Math.max(this.#i,mi));let i=et[Math.min(this.#i,et.length-1)]??et[0];this.#i+=1,this.#s=this.#t.clock.after(i*(1+fi*this.#t.random()),()=>this.open())}};var de=class{#t;#r;#e;#i;#n=null;#s=null;#o=null;#a=()=>{};constructor(e,t,i){this.#t=e,this.#r=t,this.#e=i,this.#i=e.clock}knock(e){e!==this.#s&&(this.#d(),this.#s=e,this.#u())}open(e,t){this.#o={guest:e,quality:t},this.#n?.isOpen===!0?this.#c():this.#u()}withdraw(){this.#o=null;let e=this.#s;this.leave(),e!==null&&this.knock(e)}hurry(){this.#n?.open()}leave(){this.#d(),this.#s=null}opened(){this.#s!==null&&(this.#n?.send({kind:"knock",pass:this.#s,tab:this.#r}),this.#a(),this.#a=this.#i.every(ce,()=>this.#n?.send({kind:"beat"})),this.#c())}frame(e){switch(e.kind){case"ready":return this.#n?.settled();case"refused_name":return this.#o=null,this.#e.refusedName(e);case"refused":return this.#o=null,this.#e.refused(e);case"opened":return this.#l(e);default:}}lost(){this.#a()}closed(e){this.#a(),this.#n=null;let t=this.#o!==null;this.#o=null,t&&e!==S.done&&this.#e.shut(e)}#l({call:e,ticket:t}){let i=this.#n;this.#a(),this.#n=this.#o=this.#s=null,i!==null&&this.#e.opened({call:e,ticket:t},i)}#u(){this.#n??=new N(this.#t,this),this.#n.open()}#c(){this.#o!==null&&this.#n?.send({kind:"open",...this.#o})}#d(){let e=this.#n;this.#n=null,this.#a(),e?.handTo(ue),e?.close()}};var Qt={high:3,medium:1.5},gi=300;function he(r,e){if(r!=="auto")return r;if(e===null)return"medium";let{effectiveType:t="4g",downlink:i,rtt:n=0,saveData:o=!1}=e;return o||t==="slow-2g"||t==="2g"||i!==void 0&&i<Qt.medium?"low":i===void 0||i<Qt.high||n>gi||t==="3g"?"medium":"high"}var Yt={idle:"Ready",asking:"Asking",connecting:"Connecting",waiting:"Waiting",live:"Live",text:"Writing",ending:"Ending",ended:"Ended",failed:"Not connected"};function Jt(r,e){return{idle:"",asking:`Finding ${e} \u2026`,connecting:`Finding ${e} \u2026`,waiting:"",live:"",text:"",ending:"Saying goodbye \u2026",ended:""}[r]}function rt(r,e){return r==="text"?`Video is not available. You are writing with ${e}; answers are computer-made.`:`AI ${e} \xB7 computer-made picture and voice`}function Xt(r,e){return r==="text"?`AI ${e} \xB7 computer-made answers`:rt(r,e)}var D={title:r=>`Call ${r}`,guest:"Guest's first name",placeholder:"First name or nickname",hint:"A nickname is enough. It is spoken in the greeting and kept with the transcript.",start:"Start the call"};function Zt(r,e){return r==="asking"?"Your browser asks for the microphone. You can also say no, and type.":r==="opening"?`Finding ${e} \u2026`:""}var it={missing:"There is no name yet. Give the guest's first name or a nickname.",long:`That name is too long. Use at most ${40} characters; a first name is enough.`},pe={running:{title:"A call is running in another tab",words:"It can go on there, or here: with the same words so far, and with a new picture.",bring:"Bring it here"},taken:{title:"This call goes on in another tab",words:"Nothing is lost. You can close this tab, or take the call back.",bring:"Bring it back here"},returning:{title:"Coming back to your call \u2026",words:"What was said so far is fetched.",bring:""}},me="Start another call",$={title:"Not connected yet",countdown:r=>r>0?`Trying again in ${r} s`:"Trying again \u2026",now:"Try now",stop:"Stop waiting"},er={60:"One minute left",10:"Ten seconds left"},tr=r=>`${L(r)} left`,A={label:"Picture",choices:{auto:"Auto",high:"High",medium:"Medium",low:"Low",off:"Sound only"},weak:"The connection is weak: sound first. The picture comes back by itself when it is better.",chosen:"Sound only, as you chose.",show:"Show the picture"},rr="The connection is coming back \u2026",ir={UNKNOWN:"Checking the connection",GOOD:"Good connection",BAD:"Weak connection"},nt={on:{label:"Microphone on",note:""},off:{label:"Microphone off",note:""},refused:{label:"Microphone blocked",note:"Your browser blocks the microphone. Allow it in the address bar, or type below."},missing:{label:"No microphone",note:"No microphone was found. Plug one in and press the button, or type below."},unavailable:{label:"Microphone unavailable",note:"The microphone cannot be used here: another program may hold it, or the page is not on https. You can type."}},nr={transcription:"Simulated call: your words are written down by a transcription service.",script:"Simulated call: a scripted child answers when you speak. Typed words are your own.",vendor:"Your words are written down by the avatar service."},v={muteHint:"Turn the microphone off (M)",unmuteHint:"Turn the microphone on (M)",field:r=>`Write to ${r}`,ask:"Ask",askHint:"Send your words and get an answer (Enter)",say:"Say",sayHint:r=>`${r} speaks these words exactly`,interrupt:"Interrupt",interruptHint:r=>`Stop ${r} speaking (Esc)`,hangUp:"Hang up",back:"Back to the call",sound:"Tap for sound",copy:"Copy transcript",copied:"Copied",copyFailed:"Not copied: select the text by hand",dismiss:"Close this message"},C={title:"Transcript",empty:"What you both say appears here.",you:"You",typed:"typed",interrupted:"interrupted",writing:r=>`${r} is writing \u2026`},E={title:"The call is over",waiting:"Adding up \u2026",duration:"Duration",turns:"Turns",turnsValue:(r,e,t)=>`${r} by you, ${e} by ${t}`,credits:"Credits",unknownCredits:"not known yet",localReason:"The call has ended. Our server is still adding up its final figures."},or="The link to our server is being restored. The call goes on.";function _({what:r,done:e,fix:t}){return[r,e,t].filter(i=>i!=="").join(" ")}var sr={what:`That is more than ${1e3} characters.`,done:"Nothing was sent and your words are still here.",fix:"Please shorten them."},ar={what:"That was not sent.",done:"Your words are still here.",fix:"Please try once more."},lr={what:"No answer has come.",done:"Your words are in the transcript.",fix:"You can write again."};function fe(r){return r==="line_unreachable"?{what:"Our server does not answer.",done:"No call was started.",fix:"Check your internet connection, then start a new call."}:{what:"The call could not start.",done:"The page has stopped trying.",fix:"Wait a moment, then start a new call."}}function ot(r){switch(r){case S.ticket:return{what:"This call's ticket is no longer valid.",done:"",fix:"Start a new call."};case S.protocol:return{what:"This page and our server do not understand each other.",done:"",fix:"Reload the page, then start a new call."};default:return null}}function cr(r){return ot(r===S.ticket?void 0:r)??{what:"This page has been open for too long.",done:"",fix:"Load the page once more."}}function L(r){let e=o=>String(o).padStart(2,"0"),[t,i,n]=[Math.floor(r/3600),Math.floor(r/60)%60,Math.floor(r)%60];return t>0?`${t}:${e(i)}:${e(n)}`:`${i}:${e(n)}`}function P(r,e){r==="start"&&(globalThis.__santa_timing={});let t=globalThis.__santa_timing??={};t[r]??=e}var st=2e4,ur="talk-to-santa.guest",ge=class{#t;#r;#e;#i;#n;#s=null;#o=null;#a=()=>{};constructor(e,t,i){this.#t=e,this.#r=t,this.#i=i,this.#n={guest:this.#p(),fault:null,faults:0,trouble:null,step:"waiting"},this.#e=new de(e,e.tab,{opened:(n,o)=>this.#l(n,o),refusedName:({what:n,fix:o})=>this.#u(`${n} ${o}`),refused:n=>this.#c(n),shut:n=>this.#c(cr(n))})}get state(){return this.#n}enter(e){this.#s=e,this.#n.step==="waiting"&&this.#e.knock(e.pass)}leave(){this.#s=null,this.#n.step==="waiting"&&this.#e.leave()}hurry(){this.#e.hurry()}type(e){this.#m(e),this.#h({guest:e,fault:null})}async start(){let e=this.#s;if(e===null||this.#n.step!=="waiting")return;let t=this.#n.guest.trim();if(t==="")return this.#u(it.missing);if(t.length>40)return this.#u(it.long);let{clock:i,askMicrophone:n,network:o}=this.#t,a=i.now();P("start",a),this.#h({step:"asking",fault:null,trouble:null});let l=await Z(i,n);this.#o={data:e,guest:t,at:a,grant:l},this.#h({step:"opening"}),this.#a=i.after(st,()=>{this.#e.withdraw(),this.#c(fe("line_unreachable"))}),this.#e.open(t,he(e.quality,o()))}#l({call:e,ticket:t},i){let n=this.#o;if(n===null)return i.close();let{data:o,guest:a,at:l,grant:c}=n;this.#o=null;let{pass:u,...d}=o;this.#i({data:{...d,id:e,ticket:t,guest:a},wire:i,grant:c,at:l}),this.#d({})}#u(e){this.#d({fault:e,faults:this.#n.faults+1})}#c(e){this.#d({trouble:e})}#d(e){this.#a(),this.#o?.grant?.release(),this.#o=null,this.#h({step:"waiting",...e}),this.#s===null&&this.#e.leave()}#h(e){this.#n={...this.#n,...e},this.#r()}#p(){try{return this.#t.tabStorage?.getItem(ur)??""}catch{return""}}#m(e){try{this.#t.tabStorage?.setItem(ur,e)}catch{return}}};function dr(r){let e=s("h2"),t=s("p"),i=s("div",{role:"status"},e,t),n=s("span"),o=s("button",{class:"primary bring",type:"button"},y("back"),n);o.onclick=()=>r.bring();let a=s("button",{class:"another",type:"button"},me);a.onclick=()=>r.another();let l=s("div",{class:"elsewhere-buttons"},o,a),c=s("section",{class:"elsewhere"},i,l);return{element:c,update(u,d){c.classList.toggle("small",d),h(e,pe[u].title),h(t,pe[u].words),h(n,pe[u].bring),p(l,u!=="returning"),p(a,!d)}}}var fr={turns:[],avatar:null,avatarComplete:!1,late:null,guest:null,guestSince:null};function gr(r,e){switch(e.type){case"avatar_start_talking":return r.avatar===null?hr(r,e.at):r;case"avatar_talking_message":{let t=r.avatarComplete?I(r,"avatar","done",e.at):r,i=t.avatar===null?hr(t,e.at):t;return ye(i,i.avatar,e.text,e.cumulative)}case"avatar_end_message":{let t=r.avatar??r.late,n=e.text!==void 0&&(r.avatar!==null||e.text.trim()!=="")?ye(r,t,e.text??"",!0):r;return{...n,avatarComplete:n.avatar!==null,late:null}}case"avatar_stop_talking":return I(r,"avatar","done",e.at);case"interrupted":return I(r,"avatar","interrupted",e.at);case"user_start":return{...r,guestSince:e.at};case"user_talking_message":{let t=r.guest===null?pr(r,e.at):r;return ye(t,t.guest,e.text,e.cumulative)}case"user_end_message":{if(r.guest===null&&e.text===void 0)return r;let t=r.guest===null?pr(r,e.at):r,i=e.text===void 0?t:ye(t,t.guest,e.text,!0);return I(i,"guest","done",e.at)}case"typed":return e.intent==="say"?r:at(r,{speaker:"guest",text:e.text,source:"typed",state:"done",started_at:e.at,ended_at:e.at});case"disconnected":return mr(r,e.at);case"phase":return e.phase==="ended"?mr(r,e.at):r;default:return r}}function at(r,e){return{...r,turns:[...r.turns,e]}}function yr(r,e){return{speaker:r,text:"",source:"spoken",state:"open",started_at:e,ended_at:null}}function hr(r,e){return{...at(r,yr("avatar",e)),avatar:r.turns.length,avatarComplete:!1,late:null}}function pr(r,e){let t=yr("guest",r.guestSince??e);return{...at(r,t),guest:r.turns.length,guestSince:null}}function ye(r,e,t,i){if(e===null)return r;let n=r.turns.map((o,a)=>a===e?{...o,text:i?t:yi(o.text,t)}:o);return{...r,turns:n}}function yi(r,e){return r===""||e===""||/\s$/.test(r)||/^[\s.,!?;:']/.test(e)?r+e:`${r} ${e}`}function I(r,e,t,i){let n=r[e];if(n===null)return r;let o=e==="avatar"?{...r,avatar:null,avatarComplete:!1}:{...r,guest:null};if(r.turns[n]?.text.trim()==="")return vi(o,n);let a=r.turns.map((c,u)=>u===n?{...c,state:t,ended_at:i}:c),l=e==="avatar"&&!r.avatarComplete?n:r.late;return{...o,turns:a,late:l}}function vi(r,e){let t=i=>i!==null&&i>e?i-1:i;return{...r,turns:r.turns.filter((i,n)=>n!==e),avatar:t(r.avatar),guest:t(r.guest),late:t(r.late)}}function mr(r,e){return I(I(r,"avatar","done",e),"guest","done",e)}var vr={phase:"idle",failure:null,notice:null,waiting:null,fallback:null,transcript:fr,avatarTalking:!1,guestTalking:!1,microphone:"off",quality:"UNKNOWN",seconds:0,metered:!1,credits:null,left:null,warned:null,line:"opening",soundBlocked:!1,reconnecting:!1,picture:{choice:"auto",level:"medium"},awaiting:!1,summary:null};function F({phase:r,failure:e,summary:t}){return e!==null||t!==null&&t.trouble!==null&&t.seconds===0?"failed":r}function ve({failure:r,summary:e}){return e?.trouble??r}function br(r){return r.phase!=="idle"&&r.phase!=="ended"}function be({phase:r,picture:e}){return(r==="live"||r==="ending")&&e.level!=="off"}function kr(r){return r.phase==="live"?r.transcript.turns.at(-1)??null:null}function ke(r,e,t){let i=s("p",{role:r}),n=s("button",{class:"dismiss",type:"button",title:v.dismiss,"aria-label":v.dismiss},y("close")),o=s("div",{class:"notice"},i);return t!==void 0&&(n.onclick=t,o.append(n)),{element:o,update({state:a}){let l=e(a);h(i,l===null?"":_(l)),p(o,l!==null)}}}function wr(r){let e=Object.entries(A.choices),t=s("select",{},...e.map(([n,o])=>s("option",{value:n},o)));t.onchange=()=>r.choosePicture(t.value);let i=s("label",{class:"picture-menu"},s("span",{},A.label),t);return{element:i,update({state:n}){p(i,n.phase==="live"),t.value!==n.picture.choice&&(t.value=n.picture.choice)}}}function xr(r){let e=y("mic"),t=s("span"),i=s("button",{class:"mic",type:"button","aria-keyshortcuts":"m"},e,t);i.onclick=()=>r.toggleMicrophone();let n=s("p",{class:"mic-note",id:"mic-note"});i.setAttribute("aria-describedby",n.id);let o=s("input",{class:"field",type:"text",autocomplete:"off",enterkeyhint:"send"}),a=we("primary","ask",v.ask,v.askHint,"submit"),l=we("","say",v.say,"","button"),c=s("form",{class:"compose"},o,a,l),u=async T=>{let x=o.value;await r.send(T,x)&&o.value===x&&(o.value="")};c.onsubmit=T=>{T.preventDefault(),u("ask")},l.onclick=()=>{u("say")};let d=we("","interrupt",v.interrupt,"","button");d.setAttribute("aria-keyshortcuts","Escape"),d.onclick=()=>r.interrupt();let g=we("danger","hangup",v.hangUp,"","button");g.onclick=()=>r.hangUp();let m=wr(r),k=ke("alert",T=>T.notice,()=>r.dismiss()),w=s("p",{class:"notice quiet",role:"status"},y("wait"),or),f=s("div",{class:"controls"},i,c,d,g,n,m.element,k.element,w);return{element:f,update(T){let{state:x,call:M}=T,V=x.phase==="live",z=x.phase==="text",Q=x.microphone==="on",{name:Y}=M.agent;p(f,!["idle","waiting","ended"].includes(x.phase)),f.toggleAttribute("data-writing",z);for(let jr of[i,l,d,n])p(jr,!z);i.disabled=l.disabled=!V,o.disabled=!V&&!z,a.disabled=!V&&!(z&&!x.awaiting),d.disabled=!V||!x.avatarTalking,g.disabled=x.phase==="ending",i.setAttribute("aria-pressed",String(Q)),i.title=Q?v.muteHint:v.unmuteHint,O(e,Q?"mic":"micOff"),h(t,nt[x.microphone].label),i.toggleAttribute("data-hearing",Q&&x.guestTalking),h(n,nt[x.microphone].note||nr[M.hears]),o.placeholder=v.field(Y),o.setAttribute("aria-label",v.field(Y)),l.title=v.sayHint(Y),d.title=v.interruptHint(Y),m.update(T),k.update(T),p(w,x.line==="lost"&&(V||z))}}}function we(r,e,t,i,n){return s("button",{class:`${r} ${e}`.trim(),type:n,title:i},y(e),s("span",{},t))}var bi={idle:"check",asking:"mic",connecting:"connect",waiting:"wait",live:"live",text:"ask",ending:"hangup",ended:"check",failed:"warning"};function xe(){let r=y("check"),e=s("span"),t=s("span",{class:"badge",role:"status"},r,e);return{element:t,update({state:i}){let n=F(i);t.dataset.status=n,O(r,bi[n]),h(e,Yt[n])}}}var ki=5;function Sr(){let r=s("span",{class:"time"}),e=s("span",{class:"credits"}),t=s("span",{class:"left"}),i=s("span",{class:"cap-warning",role:"status"}),n=y("signal"),o=s("span",{class:"quality-word"}),a=s("span",{class:"quality"},n,o),l=s("span",{class:"meter"},a,e,r,t,i);return{element:l,update({state:c}){p(l,c.phase==="live"||c.phase==="text"||c.phase==="ending"),h(r,L(c.seconds)),h(e,c.credits===null?"":`${c.credits} credits`),p(e,c.credits!==null),p(a,c.quality!=="UNKNOWN"&&c.phase==="live"),h(t,c.left===null?"":tr(c.left)),p(t,c.left!==null&&c.warned!==null),h(i,c.warned===null?"":er[c.warned]),i.toggleAttribute("data-fresh",c.warned!==null&&c.left!==null&&c.left>c.warned-ki),l.toggleAttribute("data-last",c.warned!==null),a.dataset.quality=c.quality,O(n,c.quality==="BAD"?"signalWeak":"signal"),h(o,ir[c.quality])}}}function R(){let r=s("img",{class:"poster",alt:""});return r.onerror=()=>p(r,!1),{element:r,update({call:e}){r.getAttribute("src")!==e.agent.picture&&(r.setAttribute("src",e.agent.picture),p(r,!0))}}}var Tr=180;function Cr(r){let e=R(),t=s("div",{class:"slot"}),i=xe(),n=Sr(),o=s("p",{class:"progress",role:"status"}),a=s("p",{class:"caption","aria-hidden":"true"}),l=s("button",{class:"sound",type:"button"},y("sound"),v.sound);l.onclick=()=>r.allowSound();let c=wi(r),u=s("p",{class:"reconnecting",role:"status"}),d=s("p",{class:"made-by"}),g=s("div",{class:"picture-top"},i.element,n.element),m=s("div",{class:"picture-bottom"},c.element,u,o,a,d),k=s("div",{class:"picture"},e.element,t,g,l,m);return{element:k,slot:t,update(w){let{state:f,call:T}=w;k.dataset.status=F(f),k.toggleAttribute("data-talking",f.avatarTalking),k.toggleAttribute("data-picture",be(f)),e.update(w),c.update(w),h(u,f.reconnecting?rr:""),p(u,f.reconnecting),i.update(w),n.update(w),h(o,Jt(f.phase,T.agent.name)),p(o,o.textContent!==""),p(l,f.soundBlocked),h(d,rt(f.phase,T.agent.name));let x=xi(f);k.toggleAttribute("data-captioned",x!==""),x!==""&&h(a,x)}}}function wi(r){let e=s("p",{role:"status"}),t=s("button",{class:"show-picture",type:"button"},y("picture"),A.show),i=s("div",{class:"sound-only"},e,t),n="low";return t.onclick=()=>r.choosePicture(n),{element:i,update({state:o}){let a=o.phase==="live"&&o.picture.level==="off",l=o.picture.choice==="off";n=l?"auto":"low",h(e,a?l?A.chosen:A.weak:""),p(i,a)}}}function xi(r){let e=kr(r);if(e===null||e.state!=="open"||e.text==="")return"";let t=e.text.length<=Tr?e.text:`\u2026 ${e.text.slice(-Tr).replace(/^\S*\s/,"")}`;return e.speaker==="guest"?`${C.you}: ${t}`:t}var Si=48;function Er(){let r=[],e=s("p",{class:"empty"},C.empty),t=s("div",{class:"turns",role:"log","aria-live":"polite","aria-label":C.title,tabindex:"0"},e),i=s("h2",{},C.title),n=s("p",{class:"typing",role:"status"}),o=s("section",{class:"transcript"},i,t,n),a=!0;return t.onscroll=()=>{a=t.scrollHeight-t.scrollTop-t.clientHeight<Si},{element:o,update({state:l,call:c}){let{turns:u}=l.transcript;for(;r.length>u.length;)r.pop()?.element.remove();u.forEach((d,g)=>{let m=r[g]??=Ti(t);Ci(m,d,c.agent.name)}),p(e,u.length===0),o.toggleAttribute("data-empty",u.length===0),h(n,l.awaiting?C.writing(c.agent.name):""),a&&u.length>0&&(t.scrollTop=t.scrollHeight)}}}function Pr(r,e){return r.map(t=>`${t.speaker==="guest"?C.you:e}: ${t.text}`).join(`
`)}function Ti(r){let e=s("p",{class:"words"}),t=s("span",{class:"note"}),i=s("span",{class:"speaker"}),n=s("div",{class:"turn"},s("p",{class:"who"},i,t),e);return r.append(n),{element:n,text:e,note:t}}function Ci({element:r,text:e,note:t},i,n){r.dataset.speaker=i.speaker,r.dataset.state=i.state,r.setAttribute("aria-busy",String(i.state==="open"));let o=r.querySelector(".speaker");o!==null&&h(o,i.speaker==="guest"?C.you:n),h(t,i.state==="interrupted"?C.interrupted:i.source==="typed"?C.typed:""),h(e,i.text)}function Ar(r){let e=s("h2"),t=s("p",{class:"reason",role:"status"}),[i,n,o]=[s("dd"),s("dd"),s("dd")],a=s("dl",{},lt(E.duration,i),lt(E.turns,n),lt(E.credits,o)),l=s("span",{"aria-live":"polite"},v.copy),c=s("button",{class:"copy",type:"button"},y("copy"),l),u=s("button",{class:"primary another",type:"button"},y("video"),s("span",{},me));u.onclick=()=>r.another();let d=s("section",{class:"summary"},e,t,a,s("div",{class:"summary-buttons"},u,c)),g="",m="";return c.onclick=async()=>h(l,await r.copy(g)?v.copied:v.copyFailed),{element:d,update(k){let{state:w}=k,{summary:f}=w;g=Pr(w.transcript.turns,k.call.agent.name),m!==k.call.id&&h(l,v.copy),m=k.call.id,p(d,w.phase==="ended"),h(e,ve(w)?.what??E.title),h(t,Ei(k)),p(a,f!==null&&(ve(w)===null||f.seconds>0)),p(c,w.transcript.turns.length>0),f!==null&&(h(i,L(f.seconds)),h(n,E.turnsValue(f.guest_turns,f.avatar_turns,k.call.agent.name)),h(o,f.credits))}}}function Ei({state:r}){let e=ve(r);return e!==null?[e.done,e.fix].filter(t=>t!=="").join(" "):r.summary?.reason_text??E.waiting}function lt(r,e){return s("div",{},s("dt",{},r),e)}function Lr(r){let e=s("h2",{},$.title),t=s("p",{role:"status"}),i=s("p",{class:"countdown",role:"timer"}),n=s("button",{class:"primary retry",type:"button"},y("retry"),$.now);n.onclick=()=>r.retry();let o=s("button",{class:"stop-waiting",type:"button"},y("hangup"),$.stop);o.onclick=()=>r.hangUp();let a=s("section",{class:"waiting"},e,t,s("div",{class:"waiting-row"},i,n,o));return{element:a,update({state:l}){let{waiting:c}=l;p(a,l.phase==="waiting"&&c!==null),h(t,c===null?"":_(c.trouble)),h(i,c===null?"":$.countdown(c.left)),n.disabled=c===null||c.left===0}}}function Mr(r){let e=Cr(r),t=ke("status",d=>d.phase==="text"?d.fallback:null),i=[e,Er(),t,xr(r),Lr(r),Ar(r)],[,n,,o,a,l]=i,c=s("div",{class:"columns"},e.element,n.element),u=s("section",{class:"full"},t.element,c,o.element,a.element,l.element);return{element:u,slot:e.slot,update(d){u.dataset.status=F(d.state),u.setAttribute("aria-label",`Call with ${d.call.agent.name}`);for(let g of i)g.update(d)}}}function Or(r,e){if(!(r.defaultPrevented||r.repeat||r.ctrlKey||r.metaKey||r.altKey)){if(r.key==="Escape")e.interrupt();else if(r.key.toLowerCase()==="m"&&!Pi(r.composedPath()[0]))e.toggleMicrophone();else return;r.preventDefault()}}function Pi(r){return r instanceof HTMLElement?r.isContentEditable||["INPUT","TEXTAREA","SELECT"].includes(r.tagName):!1}function Nr(r,e){let t=R(),i=s("h1"),n=s("p",{class:"about"}),o=s("input",{class:"field",id:"guest",type:"text",autocomplete:"off",maxlength:String(40),placeholder:D.placeholder,enterkeyhint:"go"}),a=s("p",{class:"hint",id:"guest-hint"},D.hint),l=s("p",{class:"fault",id:"guest-fault",role:"alert"}),c=s("button",{class:"primary start",type:"submit"},y("video"),s("span",{},D.start)),u=s("p",{class:"starting",role:"status"}),d=s("p",{class:"notice",role:"alert"}),g=s("form",{class:"lobby-form",novalidate:""},i,n,s("label",{for:o.id},D.guest),o,l,a,c,u,d),m=s("section",{class:"lobby"},s("div",{class:"lobby-columns"},s("div",{class:"picture"},t.element),g),e);o.oninput=()=>r.type(o.value),g.onsubmit=w=>{w.preventDefault(),r.start()};let k=0;return{element:m,update({data:w,state:f}){let{name:T,description:x}=w.agent;t.update({call:w}),h(i,D.title(T)),h(n,x),o.value!==f.guest&&(o.value=f.guest),h(l,f.fault??""),p(l,f.fault!==null),o.setAttribute("aria-invalid",String(f.fault!==null)),o.setAttribute("aria-describedby",f.fault===null?a.id:`${l.id} ${a.id}`);let M=f.step!=="waiting";c.setAttribute("aria-disabled",String(M)),o.readOnly=M,h(u,Zt(f.step,T)),h(d,f.trouble===null?"":_(f.trouble)),p(d,f.trouble!==null),f.faults>k&&o.focus(),k=f.faults}}}function Dr(r){let e=R(),t=s("div",{class:"slot"}),i=s("strong"),n=s("span",{class:"time"}),o=s("p",{class:"made-by"}),a=xe(),l=s("button",{class:"primary back",type:"button"},y("back"),s("span",{},v.back));l.onclick=()=>r.openCall();let c=s("button",{class:"danger hangup",type:"button",title:v.hangUp,"aria-label":v.hangUp},y("hangup"));c.onclick=()=>r.hangUp();let u=s("div",{class:"mini-picture"},e.element,t,o),d=s("p",{class:"mini-head"},i,a.element,n),g=s("aside",{class:"mini"},u,d,s("div",{class:"mini-buttons"},l,c));return{element:g,slot:t,update(m){g.setAttribute("aria-label",`Call with ${m.call.agent.name}`),h(i,m.call.agent.name),h(n,L(m.state.seconds)),h(o,Xt(m.state.phase,m.call.agent.name)),e.update(m),g.toggleAttribute("data-picture",be(m.state)),a.update(m),c.disabled=m.state.phase==="ending"}}}var Se={answer:75e3,picture:35e3,verdict:1e4},Te=1e3,Ce=class{#t;#r;#e;#i=!1;#n=!1;#s=0;#o=0;#a=Promise.resolve();#l=()=>{};#u=()=>{};constructor(e,t,i){this.#t=e,this.#r=t,this.#e=i}ask(){this.#i||(this.expect(),this.#e.ask(this.#r))}expect(){this.#e.record({type:"phase",phase:"connecting"}),this.#c()}askAgain(){this.#i||(this.#c(),this.#e.ask(this.#r))}session(e){this.#i||this.#o!==0||!this.#e.join(e)||(this.#n=!0,this.#s=e.attempt,this.#e.answered(),this.#p(Se.picture,()=>this.failed({code:"no_picture",message:"The picture did not come in time."})))}failed(e){this.#i||!this.#n||(this.#e.record({type:"failed",...e}),this.#d(),this.#p(Se.verdict,()=>{this.#e.lineOpen()?this.#e.giveUp():this.#p(Se.verdict,()=>this.#e.giveUp())}))}waiting(e){this.#i||this.#o>=e.attempt||this.#n&&e.attempt<this.#s||(this.#o=e.attempt,this.#e.answered(),this.#l(),this.#d(),this.#e.record({type:"phase",phase:"waiting"}),this.#h(e))}retry(){this.#o!==0&&(this.#o=0,this.#u(),this.#a.then(()=>{this.#i||(this.#e.show(null),this.ask())}))}stop(){this.#i=!0,this.#l(),this.#u(),this.#e.answered(),this.#e.show(null)}#c(){this.#p(Se.answer,()=>this.#e.giveUp())}#d(){this.#n&&(this.#n=!1,this.#a=this.#e.abandon())}#h({code:e,what:t,done:i,fix:n,retry_in:o}){let a={code:e,what:t,done:i,fix:n},l=this.#t.now()+o*Te,c=()=>this.#e.show({trouble:a,left:Math.max(0,Math.ceil((l-this.#t.now())/Te))});c();let u=this.#t.every(Te,c),d=this.#t.after(o*Te,()=>this.retry());this.#u=()=>{u(),d()}}#p(e,t){this.#l(),this.#l=this.#t.after(e,t)}};var _r={leave:3e3,reason:1e3},Ir={tries:8,pause:1e3},Ee=class{#t;#r;#e;#i=null;#n=!1;#s=!1;#o=!1;#a=!1;constructor(e,t,i){this.#e=e,this.#t=t,this.#r=i}async start(){let{clock:e,base:t}=this.#t,{token:i,avatar:n=null}=this.#e;P("session",e.now());try{let o=await this.#u(this.#e.dialect);if(this.#o)return;let a=dt(this.#e.api_url,t);this.#i=o({apiUrl:a,token:i,avatar:n,onTracks:()=>this.#h()},l=>this.#c(l)),await this.#i.start()}catch(o){return this.#g(B(o))}this.#o||(P("connected",e.now()),this.#n=!0,this.#p())}async speak(e,t){if(this.#i===null||this.#o)throw new W("no_session","There is no session to speak in.");await this.#i[e](t)}interrupt(){this.#i===null||this.#o||(this.#t.screen.hush(),this.#i.interrupt().catch(e=>this.#y("interrupt",e)))}async setMicrophone(e){if(!(this.#i===null||this.#o))try{await this.#i.setMicrophone(e,this.#t.devices().microphone),this.#v({type:"microphone",state:e?"on":"off"})}catch(t){this.#v({type:"microphone",state:U(t)}),t instanceof DOMException||this.#y("microphone",t)}}setPicture(e){this.#o||this.#i?.setPicture(e)}async leave(e){await this.#l(e,t=>t.end())}async desert(){await this.#l(!0,e=>e.leave())}async#l(e,t){this.#o=!0,this.#a=e,this.#i!==null&&await J(this.#t.clock,_r.leave,t(this.#i).catch(()=>{}),void 0),this.#t.screen.clear()}#u(e){return this.#t.load(e).catch(t=>{throw new W("load_failed",String(t))})}#c(e){this.#a||(this.#r.record(e),e.type==="avatar_start_talking"&&this.#t.screen.speak(),e.type==="stream_ready"&&this.#d(),e.type==="disconnected"&&!this.#o&&this.#f(e.reason))}#d(){if(this.#o)return;let e=i=>this.#i?.attach(i),t=()=>{P("firstFrame",this.#t.clock.now()),this.#s=!0,this.#p()};this.#t.screen.show(e,t,i=>this.#o||this.#r.sound(i)),this.#t.screen.setSpeaker(this.#t.devices().speaker)}#h(){this.#o||this.#t.screen.refresh(e=>this.#i?.attach(e))}#p(){if(!this.#n||!this.#s||this.#o)return;this.#r.live();let{greeting:e}=this.#e;e&&this.#m(e,Ir.tries)}async#m(e,t){if(!this.#o)try{await this.speak("say",e)}catch(i){if(t<=1)return this.#y("say",i);this.#t.clock.after(Ir.pause,()=>{this.#m(e,t-1)})}}#f(e){this.#n&&this.#s?this.#r.lost():this.#t.clock.after(_r.reason,()=>this.#g({code:"disconnected",message:e}))}#g(e){this.#o||this.#r.failed(e)}#y(e,t){this.#o||this.#r.verbFailed(e,B(t))}#v(e){this.#o||this.#r.record(e)}};var Pe=class{#t;#r;#e=null;#i=0;#n=null;#s=!1;#o=!1;constructor(e,t){this.#t=e,this.#r=t}allow(e){if(this.#o)return e?.release();this.#n=e}tellMicrophone(){let e=this.#n?.state??"ready";e!=="ready"&&this.#r.record({type:"microphone",state:e})}stayMuted(e){this.#s=e}join(e){if(e.attempt<=this.#i||this.#o)return!1;this.#i=e.attempt;let t=new Ee(e,this.#t,{...this.#r,live:()=>this.#a(t)});return this.#e=t,t.start(),!0}async speak(e,t){if(this.#e===null)throw new W("no_session","There is no session to speak in.");await this.#e.speak(e,t)}interrupt(){this.#e?.interrupt()}async setMicrophone(e){await this.#e?.setMicrophone(e),this.#n?.release()}setPicture(e){this.#e?.setPicture(e)}async abandon(){let e=this.#e;this.#e=null,await e?.leave(!0)}async leave(){this.#o=!0,await this.#e?.leave(!1),this.#n?.release()}async desert(){this.#o=!0,await this.#e?.desert(),this.#n?.release()}#a(e){this.#r.live(),this.#n?.state==="ready"&&!this.#s&&this.#e===e&&this.setMicrophone(!0)}};var Ae=class{#t=[];#r=0;#e=0;append(e,t){this.#r+=1;let i={...e,seq:this.#r,at:t};return this.#t.push(i),i}ack(e){e<=this.#e||(this.#e=e,this.#t=this.#t.filter(t=>t.seq>e))}resume(e){this.#r=Math.max(this.#r,e),this.ack(e)}batch(){return this.#t.slice(0,200)}get empty(){return this.#t.length===0}};function ct(r,e){switch(e.type){case"event":return Ai({...r,transcript:gr(r.transcript,e.event)},e.event);case"line":return{...r,line:e.state};case"meter":return Fr({...r,seconds:e.seconds,credits:e.credits,left:e.left,metered:!0});case"tick":return r.metered?{...r,metered:!1}:Fr({...r,seconds:r.seconds+1,left:r.left===null?null:Math.max(0,r.left-1)});case"sound":return{...r,soundBlocked:e.blocked};case"failure":return{...r,failure:r.failure??e.failure};case"notice":return{...r,notice:e.notice};case"waiting":return{...r,waiting:e.waiting};case"fallback":return{...r,fallback:e.trouble,notice:null};case"choice":return{...r,picture:{...r.picture,choice:e.choice}};case"awaiting":return{...r,awaiting:e.on};case"summary":return{...r,summary:e.summary};default:return Rr(e)}}function Ai(r,e){switch(e.type){case"phase":return Li(r,e.phase);case"avatar_start_talking":return{...r,avatarTalking:!0};case"avatar_stop_talking":case"interrupted":return{...r,avatarTalking:!1};case"user_start":return{...r,guestTalking:!0};case"user_stop":return{...r,guestTalking:!1};case"microphone":return{...r,microphone:e.state};case"quality_changed":return{...r,quality:e.quality};case"reconnecting":return{...r,reconnecting:!0};case"reconnected":return{...r,reconnecting:!1};case"picture":return{...r,picture:{...r.picture,level:e.level}};case"failed":case"verb_failed":case"avatar_silent":case"session_created":case"stream_ready":case"avatar_talking_message":case"avatar_end_message":case"user_talking_message":case"user_end_message":case"user_silence":case"typed":case"disconnected":case"hangup":return r;default:return Rr(e)}}function Li(r,e){if(e==="live"||e==="ending")return{...r,phase:e};let t={...r,...Mi,phase:e};return e==="ended"?{...t,microphone:"off",awaiting:!1}:t}var Mi={avatarTalking:!1,guestTalking:!1,soundBlocked:!1,reconnecting:!1,notice:null};function Fr(r){let{left:e,warned:t}=r;return e===null||e>90?{...r,warned:null}:e<=10?{...r,warned:10}:e<=60?{...r,warned:t??60}:r}function Rr(r){throw new TypeError(`not handled: ${JSON.stringify(r)}`)}var Le=class{journal=new Ae;#t;#r;#e;#i=!1;#n=()=>{};constructor(e,t,i){this.#t=e,this.#r=i,this.#e={...vr,picture:{choice:"auto",level:t}}}get state(){return this.#e}record(e,t=this.#t.now()){if(this.#i)return 0;let i=this.journal.append(e,t);return this.dispatch({type:"event",event:i}),this.#r.recorded(e),i.seq}pretend(e){this.dispatch({type:"event",event:{...e,seq:0,at:this.#t.now()}})}recall(e){this.#e=e.reduce((t,i)=>ct(t,{type:"event",event:i}),this.#e),this.#r.changed(this.#e)}dispatch(e){this.#e=ct(this.#e,e),this.#r.changed(this.#e)}startTicks(){this.#n(),this.#n=this.#t.every(1e3,()=>this.dispatch({type:"tick"}))}stopTicks(){this.#n()}close(){this.#i=!0}};var Me=class{#t;#r;#e=null;#i=!1;#n=!1;#s=!1;#o=!1;#a=()=>{};constructor(e,t){this.#t=e,this.#r=t}get begun(){return this.#e!==null}get reported(){return this.#o}finish(e){return this.#e??=this.#l(e),this.#e}found(e){this.#e=Promise.resolve(),this.#i=!0,this.conclude(e)}conclude(e){this.#a(),(e!==null||!this.#s)&&this.#r.show(e),this.#s=!0,this.#o||this.#r.report(),this.#o=!0,this.closeWhenStored()}lineClosed(){this.#n=!0,this.#i?this.conclude(null):this.finish(null)}closeWhenStored(){this.#o&&this.#i&&this.#r.stored()&&this.#r.closeLine()}async#l(e){this.#r.stop(),this.#r.record({type:"phase",phase:"ending"}),e!==null&&this.#r.record({type:"hangup",by:e}),await this.#r.leave(),this.#i=!0,this.#r.record({type:"phase",phase:"ended"}),this.#n?this.conclude(null):this.#o||(this.#a=this.#t.after(1e4,()=>this.conclude(null)))}};var Oe=class{#t;#r=!1;#e=!1;#i=!1;#n=!1;#s=0;#o=0;#a=null;#l=!1;#u=()=>{};constructor(e){this.#t=e,e.wire.handTo(this)}expect(e){this.#a=e,this.#l=!0}join(e){this.#i=this.#n=!0,this.#c(e)}replayed(){this.#i=!1}start(e){this.#a=e,this.#r&&this.#h()}answered(){this.#a=null,this.#n=!1}done(e){this.#r&&this.#f({kind:"done",id:e})}flush(){if(!this.#r||this.#s>0)return;let e=this.#t.journal.batch();this.#s=e.at(-1)?.seq??0,e.length>0&&this.#f({kind:"events",events:e})}hurry(){this.#t.wire.open()}close(){this.#t.wire.close()}opened(){let{key:e,tab:t}=this.#t;this.#f({kind:"hello",...e,tab:t,resume:this.#e,take:this.#n,replay:this.#i})}frame(e){this.#o=0,e.kind==="welcome"&&this.#c(e.acked),e.kind==="ack"&&this.#d(e.seq),this.#t.onFrame(e)}lost(e){this.#m(),this.#t.onState("lost",e)}closed(e){this.#m(),this.#t.onState("closed",e)}#c(e){let{wire:t,journal:i,clock:n,onState:o}=this.#t;this.#r=this.#e=!0,t.settled(),i.resume(e),this.#u(),this.#u=n.every(ce,()=>this.#p()),o("open"),this.#l||this.#h(),this.#l=!1,this.flush()}#d(e){this.#t.journal.ack(e),e>=this.#s&&(this.#s=0),this.flush()}#h(){this.#a!==null&&this.#f({kind:"start",quality:this.#a})}#p(){if(this.#s>0&&(this.#o+=1),this.#o>2)return this.#t.wire.drop();this.#f({kind:"beat"}),this.#s=0,this.flush()}#m(){this.#r=this.#l=!1,this.#s=this.#o=0,this.#u()}#f(e){this.#t.wire.send(e)}};function Hr({transcript:r,seconds:e,credits:t}){let i=n=>r.turns.filter(o=>o.speaker===n).length;return{seconds:e,guest_turns:i("guest"),avatar_turns:i("avatar"),credits:t??E.unknownCredits,reason:"unknown",reason_text:E.localReason,trouble:null}}var Ne=class{#t;#r;#e;#i;#n;#s;#o=0;#a=0;#l=!1;#u=!1;constructor(e,t,i,n,o,a){this.#t=e,this.#r=t,this.#e=i,this.#i=n,this.#n=o,this.#s=a}get returning(){return this.#u}begin(e){this.#o=e,this.#l=!0,e===0&&this.#c()}take(e){if(!this.#l)return;let t=e.filter(i=>i.seq>this.#a);this.#a=t.at(-1)?.seq??this.#a;for(let i of t)i.type==="microphone"&&this.#r.stayMuted(i.state==="off"),this.#n.recall(i);this.#i.recall(t),this.#a>=this.#o&&this.#c()}settle(){if(!this.#u)return;this.#u=!1;let e=this.#i,{avatar:t,guest:i}=e.state.transcript;t!==null&&e.record({type:"interrupted"}),i!==null&&e.record({type:"user_end_message"}),this.#r.tellMicrophone(),e.record({type:"phase",phase:"connecting"})}stop(){this.#u=!1}#c(){this.#l=!1,this.#s.complete();let{phase:e}=this.#i.state;if(!(e==="ended"||e==="text")){if(e==="ending")return this.#s.finish();this.#u=!0,this.#i.pretend({type:"phase",phase:"connecting"}),Z(this.#t.clock,this.#t.askMicrophone).then(t=>{this.#r.allow(t),this.#e.askAgain()})}}};var De=class{#t;#r=new Set;#e=new Set;#i=Promise.resolve();#n=0;constructor(e){this.#t=e}carryOut(e){if(this.#r.has(e.id)){this.#e.has(e.id)&&this.#t.done(e.id);return}if(this.#r.add(e.id),e.op==="say"||e.op==="ask")return this.#o(e,e.op);e.op==="interrupt"&&this.drop(),this.#s(e.op),this.#a(e.id)}drop(){this.#n+=1}#s(e){switch(e){case"interrupt":return this.#t.interrupt();case"mute":return this.#t.setMicrophone(!1);case"unmute":return this.#t.setMicrophone(!0);case"end":return this.#t.end()}}#o(e,t){let i=this.#n;this.#i=this.#i.then(()=>i===this.#n?this.#t[t](e.text??""):void 0).catch(()=>{}).then(()=>this.#a(e.id))}#a(e){this.#e.add(e),this.#t.done(e)}};var ut={weak:5e3,off:15e3,good:2e4},Vr=["off","low","medium","high"],_e=class{#t;#r;#e;#i;#n="auto";#s="UNKNOWN";#o=()=>{};constructor(e,t,i){this.#t=e,this.#r=t,this.#i=t,this.#e=i}hear(e){e!==this.#s&&(this.#s=e,this.#a())}choose(e){this.#n=e,e!=="auto"?this.#d(e):this.#d(this.#s==="BAD"?"low":this.#r),this.#a()}stop(){this.#o()}#a(){this.#o(),this.#n==="auto"&&(this.#s==="BAD"&&(this.#o=this.#t.after(ut.weak,()=>this.#l())),this.#s==="GOOD"&&(this.#o=this.#t.after(ut.good,()=>this.#u())))}#l(){this.#i!=="off"&&this.#i!=="low"&&this.#d(this.#c(-1)),this.#o=this.#t.after(ut.off,()=>this.#d("off"))}#u(){this.#i!==this.#r&&(this.#d(this.#c(1)),this.#a())}#c(e){return Vr[Vr.indexOf(this.#i)+e]??this.#i}#d(e){e!==this.#i&&(this.#i=e,this.#e(e))}};var Ie=class{#t;#r;#e=!1;#i=!1;#n=!1;#s=!1;#o=()=>{};constructor(e,t){this.#t=e,this.#r=t}hear(e){switch(e.type){case"phase":this.#e=e.phase==="live",this.#e?this.#a():this.#o();break;case"typed":case"user_end_message":case"user_stop":this.#a();break;case"avatar_start_talking":this.#i=!0,this.#u();break;case"avatar_talking_message":this.#u();break;case"avatar_stop_talking":case"interrupted":this.#i=!1,this.#n&&this.#l();break;default:}}#a(){!this.#e||this.#n||this.#s||(this.#n=!0,this.#i||this.#l())}#l(){this.#o(),this.#o=this.#t.after(15e3,()=>{this.#n=!1,this.#s=!0,this.#r()})}#u(){this.#o(),this.#n=this.#s=!1}};var Fe=class{#t;#r;#e=new Set;#i=new Map;#n=[];#s=null;#o=!1;#a=()=>{};constructor(e,t){this.#t=e,this.#r=t}open(){let[e]=this.#n;if(e!==void 0)return this.#c(e);this.#e.has(0)||(this.#r.awaiting(!0),this.#a=this.#t.after(3e4,()=>this.#h()))}recall(e){let t=this.#n[0]??0;e.type==="phase"&&e.phase==="text"&&(this.#o=!0),this.#o&&(e.type==="typed"&&e.intent==="ask"&&this.#n.push(e.seq),e.type==="avatar_talking_message"&&this.#l(t,e.text),e.type==="avatar_end_message"&&this.#u(t))}send(e){if(this.#s!==null)return!1;let t=this.#r.record({type:"typed",text:e,intent:"ask"});return this.#n.push(t),this.#c(t),!0}reply({id:e,at:t,text:i,done:n}){if(this.#e.has(e))return;let o=i.slice(Math.max(0,(this.#i.get(e)??0)-t));o!==""&&(this.#l(e,o),this.#r.record({type:"avatar_talking_message",text:o,cumulative:!1}));let a=this.#s===e||e===0&&this.#s===null;this.#s!==null&&a&&this.#d(),n&&(this.#u(e),this.#r.record({type:"avatar_end_message"}),this.#r.record({type:"avatar_stop_talking"}),a&&this.#h())}close(){this.#h()}#l(e,t){this.#i.set(e,(this.#i.get(e)??0)+t.length)}#u(e){this.#e.add(e),this.#n=this.#n.filter(t=>t!==e)}#c(e){this.#s=e,this.#r.awaiting(!0),this.#d()}#d(){this.#a(),this.#a=this.#t.after(3e4,()=>{this.#h(),this.#r.overdue()})}#h(){this.#a(),this.#s=null,this.#r.awaiting(!1)}};var Re=class{#t;#r;#e;#i;#n;#s;constructor(e,t,i,n,o){this.#t=i,this.#r=n;let a=l=>n.record(l);this.#e=new De({say:l=>this.#a("say",l),ask:l=>this.#a("ask",l),interrupt:()=>this.interrupt(),setMicrophone:l=>{i.setMicrophone(l)},end:()=>o.end(),done:l=>o.done(l)}),this.#i=new _e(e,t,l=>{i.setPicture(l),a({type:"picture",level:l})}),this.#n=new Ie(e,()=>a({type:"avatar_silent"})),this.#s=new Fe(e,{record:a,awaiting:l=>n.dispatch({type:"awaiting",on:l}),overdue:()=>this.notify(lr)})}async send(e,t){let i=t.trim(),{phase:n}=this.#r.state;return i===""||n!=="live"&&n!=="text"?!1:i.length>1e3?this.notify(sr):n==="text"&&!this.#s.send(i)||n==="live"&&!await this.#o(e,i)?!1:(this.dismiss(),!0)}interrupt(){this.#e.drop(),this.#t.interrupt()}toggleMicrophone(){this.#t.setMicrophone(this.#r.state.microphone!=="on")}choosePicture(e){this.#r.state.phase==="live"&&(this.#r.dispatch({type:"choice",choice:e}),this.#i.choose(e))}carryOut(e){this.#e.carryOut(e)}openText(){this.#s.open()}reply(e){this.#s.reply(e)}recall(e){this.#s.recall(e)}hear(e){e.type==="quality_changed"&&this.#i.hear(e.quality),this.#n.hear(e)}verbFailed(e,t){this.#r.record({type:"verb_failed",verb:e,...t}),(e==="ask"||e==="say")&&this.notify(ar)}notify({what:e,done:t,fix:i}){return this.#r.dispatch({type:"notice",notice:{what:e,done:t,fix:i}}),!1}dismiss(){this.#r.state.notice!==null&&this.#r.dispatch({type:"notice",notice:null})}stop(){this.#e.drop(),this.#i.stop(),this.#s.close()}async#o(e,t){try{await this.#a(e,t)}catch{return!1}return this.#r.record({type:"typed",text:t,intent:e}),!0}async#a(e,t){try{await this.#t.speak(e,t)}catch(i){throw this.verbFailed(e,B(i)),i}}};var He=class{data;talk;#t;#r;#e;#i;#n;#s;#o;#a;#l=!1;constructor(e,t,i){this.data=e,this.#t=i,this.#r=he(e.quality,i.network()),this.#e=new Le(i.clock,this.#r,{changed:d=>i.onChange(d),recorded:d=>{this.talk.hear(d),this.#i.flush()}});let[n,o]=[d=>this.#h(d),(d,g)=>this.#y(d,g)];this.#i=new Oe({wire:t,key:this.key,tab:i.tab,journal:this.#e.journal,clock:i.clock,onFrame:n,onState:o}),this.#n=new Pe(i,{record:d=>this.#e.record(d),live:()=>this.#p(),lost:()=>{this.#o.finish(null)},failed:d=>this.#s.failed(d),verbFailed:(d,g)=>this.talk.verbFailed(d,g),sound:d=>this.#e.dispatch({type:"sound",blocked:d})}),this.#s=this.#u();let[a,l]=[d=>this.#i.done(d),()=>{this.end("server")}];this.talk=new Re(i.clock,this.#r,this.#n,this.#e,{done:a,end:l}),this.#o=this.#c();let[c,u]=[()=>this.#i.replayed(),()=>{this.#o.finish(null)}];this.#a=new Ne(i,this.#n,this.#s,this.#e,this.talk,{complete:c,finish:u})}get key(){return{call:this.data.id,ticket:this.data.ticket}}get state(){return this.#e.state}get running(){return br(this.#e.state)&&!this.#l}begin(e,t){this.#i.expect(this.#r),this.#e.record({type:"phase",phase:"asking"},t),this.#n.allow(e),this.#n.tellMicrophone(),this.#s.expect()}comeBack(e){this.#i.join(e),this.#a.begin(e)}allowSound(){this.#t.screen.allowSound()}retry(){this.#s.retry()}async end(e){this.running&&await this.#o.finish(e)}async desert(){this.#l=!0,this.#e.close(),this.#d(),this.#i.close(),await this.#n.desert()}hurry(){this.#i.hurry()}leavePage(){this.running&&this.#t.beacon(new URL("line/hangup",this.#t.base).href,JSON.stringify(this.key))}#u(){return new Ce(this.#t.clock,this.#r,{record:e=>this.#e.record(e),ask:e=>this.#i.start(e),answered:()=>this.#i.answered(),join:e=>this.#n.join(e),abandon:()=>this.#n.abandon(),lineOpen:()=>this.#e.state.line==="open",show:e=>this.#e.dispatch({type:"waiting",waiting:e}),giveUp:()=>this.#g(fe("no_verdict"))})}#c(){return new Me(this.#t.clock,{record:e=>this.#e.record(e),stop:()=>this.#d(),leave:()=>this.#n.leave(),show:e=>this.#e.dispatch({type:"summary",summary:e??Hr(this.#e.state)}),report:()=>this.#l||this.#t.onEnded(this.data.id),stored:()=>this.#e.journal.empty,closeLine:()=>this.#i.close()})}#d(){this.#s.stop(),this.talk.stop(),this.#e.stopTicks()}#h(e){switch(e.kind){case"welcome":return P("line",this.#t.clock.now());case"journal":return this.#a.take(e.events);case"ack":return this.#o.closeWhenStored();case"session":return this.#a.settle(),this.#s.session(e);case"waiting":return this.#a.settle(),this.#s.waiting(e);case"fallback":return this.#m(e);case"reply":return this.#o.begun?void 0:this.talk.reply(e);case"command":return this.talk.carryOut(e);case"meter":return this.#e.dispatch({type:"meter",seconds:e.seconds,credits:e.credits,left:e.left});case"notice":return this.#o.begun?void 0:void this.talk.notify(e);case"refused":return this.#g(e);case"summary":return this.#f(e);default:}}#p(){this.#s.stop(),this.#e.record({type:"phase",phase:"live"}),this.#e.startTicks()}#m(e){this.#o.begun||this.#e.state.fallback!==null||(this.#a.stop(),this.#s.stop(),this.#n.abandon(),this.#n.leave(),this.#e.dispatch({type:"fallback",trouble:e}),this.#e.state.phase!=="text"&&this.#e.record({type:"phase",phase:"text"}),this.#e.startTicks(),this.talk.openText())}#f({kind:e,...t}){if(this.#t.onSettled(this.data.id),this.#o.begun||!this.#a.returning&&this.#e.state.phase!=="ended")return this.#o.finish(null),this.#o.conclude(t);this.#d(),this.#n.leave(),this.#e.pretend({type:"phase",phase:"ended"}),this.#o.found(t)}#g({what:e,done:t,fix:i}){this.#o.begun||this.#e.dispatch({type:"failure",failure:{what:e,done:t,fix:i}}),this.#o.finish(null)}#y(e,t){if(this.#e.dispatch({type:"line",state:e}),e!=="closed"||this.#l)return;if(t===S.taken&&!this.#o.reported)return this.#t.onTaken();t===S.ticket&&this.#t.onSettled(this.data.id);let i=ot(t);i!==null&&!this.#o.reported&&this.#e.dispatch({type:"failure",failure:i}),this.#o.lineClosed()}};var Ve=class{#t;#r;#e;#i;constructor(e,t,i,n){this.#t=i,this.#r=t,this.#e=n,this.#i=new N(e,this),this.#i.open()}stop(){this.#i.handTo(ue),this.#i.close()}opened(){this.#i.send({kind:"hello",call:this.#t.call,ticket:this.#t.ticket,tab:this.#r,resume:!1,take:!0,replay:!0})}frame(e){e.kind!=="welcome"||e.call===void 0||this.#e.welcomed({...e,call:e.call},this.#i)}lost(){}closed(e){this.#e.shut(e)}};var H="talk-to-santa.call";var ze=class{#t;#r=()=>{};constructor(e){this.#t=e}keep({call:e,ticket:t}){this.#e(i=>i.setItem(H,JSON.stringify({call:e,ticket:t,at:this.#t.now()})))}found(){let e=this.#e(o=>JSON.parse(o.getItem(H)??"null"));if(typeof e!="object"||e===null)return null;let{call:t,ticket:i,at:n}=e;return typeof t!="string"||typeof i!="string"||typeof n!="number"?null:this.#t.now()-n<72e5?{call:t,ticket:i}:null}forget(e){this.found()?.call===e&&this.#e(t=>t.removeItem(H))}hold(e,{wait:t}){this.release();let{locks:i}=this.#t;if(i===void 0)return Promise.resolve(!0);let n=!0,o=()=>{};return this.#r=()=>{n=!1,o()},new Promise(a=>{let l=c=>(a(c!==null),c!==null&&n?new Promise(u=>o=u):void 0);i.request(`${H}.${e}`,{ifAvailable:!t},l).catch(()=>a(!0))})}release(){this.#r(),this.#r=()=>{}}#e(e){try{return this.#t.storage===null?null:e(this.#t.storage)}catch{return null}}};var We=class{#t;#r;#e;#i=null;#n=null;#s=null;#o=()=>{};constructor(e,t){this.#t=e,this.#r=t,this.#e=new ze({storage:e.storage,locks:e.locks,now:()=>e.clock.now()})}get call(){return this.#i}get elsewhere(){return this.#n?.what??null}async look(){let e=this.#e.found();if(e===null)return;this.#m(e,"returning"),await this.#e.hold(e.call,{wait:!1})?this.#a(e):this.#m(e,"running")}begin({data:e,wire:t,grant:i,at:n}){let o=this.#l(e,t);this.#e.keep(o.key),this.#e.hold(o.data.id,{wait:!1}),o.begin(i,n)}bring(){this.#n!==null&&this.#a(this.#n.key)}clear(){return this.#i?.running===!0?!1:(this.#p(),this.#i=this.#n=null,this.#r.changed(),!0)}async wake(){let e=this.#i;e?.running===!0&&(await this.#c(e,"returning"),this.#a(e.key))}overheard(){this.#n===null||this.#s!==null||this.#e.found()!==null||this.clear()}#a(e){this.#p(),this.#m(e,"returning"),this.#o=this.#t.clock.after(st,()=>this.#d(e)),this.#s=new Ve(this.#t,this.#t.tab,e,{welcomed:({acked:t,call:i},n)=>{this.#o(),this.#s=null;let o=this.#l({...i,id:e.call,ticket:e.ticket,quality:"auto"},n);this.#e.hold(e.call,{wait:!0}),o.comeBack(t)},shut:t=>t===S.ticket?this.#h(e):this.#d(e)})}#l(e,t){let i=new He(e,t,{...this.#t,onChange:()=>this.#i===i&&this.#u(i),onEnded:n=>this.#r.ended(n),onSettled:n=>this.#e.forget(n),onTaken:()=>{this.#c(i,"taken")}});return this.#i=i,this.#n=null,i}#u(e){e.state.phase==="ended"&&this.#e.release(),this.#r.changed()}async#c(e,t){let i=e.desert();this.#i===e&&(this.#i=null),this.#e.release(),this.#m(e.key,t),await i}#d(e){this.#p(),this.#m(e,"running")}#h(e){this.#e.forget(e.call),this.clear()}#p(){this.#o(),this.#s?.stop(),this.#s=null}#m(e,t){this.#n={key:e,what:t},this.#r.changed()}};var Oi=new Set(["idle","asking","connecting"]),Be=class{#t;#r;#e;#i;#n={view:"hidden",prepare:null,lobby:null,call:null};#s=null;#o=null;#a=null;#l=null;#u=null;#c=0;constructor(e){this.#t=e,this.#r=new We(e,{changed:()=>this.#p(),ended:t=>this.#o?.setStateValue("ended",{call:t})}),this.#e=new ge(e,()=>this.#p(),t=>this.#r.begin(t)),this.#i=this.makeViews(),this.#h(),this.#r.look()}receive(e,t,i){return this.#n=e,this.#s=e.lobby??this.#s,this.#o=t,this.#a=i,e.prepare!==null&&this.#t.load(e.prepare).catch(()=>{}),this.#p(),++this.#c}park(e){if(e!==this.#c||(this.#a=this.#o=this.#l=null,this.#y(),this.#r.call?.running!==!0))return;let{video:t}=this.#t.screen;t.hidden=!0,document.body.append(t),this.#t.screen.play()}makeViews(){let e=this.#d(),{element:t}=this.#t.check;return{actions:e,full:Mr(e),mini:Dr(e),lobby:Nr({type:i=>this.#e.type(i),start:()=>{this.#e.start()}},t),elsewhere:dr({bring:()=>this.#r.bring(),another:()=>e.another()})}}#d(){let e=()=>this.#r.call;return{send:(t,i)=>e()?.talk.send(t,i)??Promise.resolve(!1),interrupt:()=>e()?.talk.interrupt(),toggleMicrophone:()=>e()?.talk.toggleMicrophone(),choosePicture:t=>e()?.talk.choosePicture(t),allowSound:()=>e()?.allowSound(),retry:()=>e()?.retry(),dismiss:()=>e()?.talk.dismiss(),hangUp:()=>{e()?.end("guest")},openCall:()=>this.#o?.setTriggerValue("open_call",!0),another:()=>this.#r.clear()&&this.#v(null),copy:jt}}#h(){let e=this.#r;addEventListener("beforeunload",t=>e.call?.running===!0&&t.preventDefault()),addEventListener("pagehide",()=>e.call?.leavePage()),addEventListener("pageshow",t=>t.persisted&&void e.wake()),addEventListener("storage",t=>t.key===H&&e.overheard()),addEventListener("online",()=>{e.call?.hurry(),this.#e.hurry()}),document.addEventListener("keydown",t=>{this.#l===this.#i.full.element&&e.call?.state.phase==="live"&&Or(t,this.#i.actions)})}#p(){let{call:e,elsewhere:t}=this.#r;if(e!==null&&!Oi.has(e.state.phase)&&this.#v(e),this.#a===null)return;let i=this.#n.view==="full"||this.#n.view==="lobby";if(e?.running===!0||e!==null&&i)return this.#m(e,i?this.#i.full:this.#i.mini);if(e===null&&t!==null&&(i||t==="taken"))return this.#i.elsewhere.update(t,!i),this.#g(this.#i.elsewhere.element);if(e===null&&i&&this.#s!==null)return this.#f(this.#s);this.#g(null)}#m(e,t){this.#g(t.element),t.update({call:e.data,state:e.state});let{screen:i}=this.#t;i.video.parentNode!==t.slot&&(i.video.hidden=!1,t.slot.append(i.video),i.play())}#f(e){this.#g(this.#i.lobby.element),this.#e.enter(e),this.#i.lobby.update({data:e,state:this.#e.state})}#g(e){e!==this.#i.lobby.element&&this.#y(),!(e===this.#l&&e?.parentNode===(e===null?void 0:this.#a))&&(this.#l?.remove(),this.#l=e,e!==null&&this.#a?.append(e))}#y(){this.#e.leave(),this.#t.check.close()}#v(e){let t=e?.data.id??null;this.#o===null||t===this.#u||(this.#u=t,this.#o.setStateValue("on_call",e?.key??null))}};var zr=`.stage {
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
`;var Wr=`.controls {
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
`;var Br=`.lobby {
  container-type: inline-size;
  display: flex;
  flex-direction: column;
  gap: 1rem;
}
.lobby-columns {
  display: grid;
  grid-template-columns: minmax(0, 1.35fr) minmax(18rem, 1fr);
  gap: 1.5rem;
  align-items: start;
}
.lobby-form {
  display: flex;
  flex-direction: column;
  align-items: stretch;
  gap: 0.5rem;
}
.stage .lobby h1 {
  margin: 0;
  font-family: var(--st-heading-font);
  font-size: clamp(1.6rem, 4.5cqi, 2.5rem);
  font-weight: 650;
  line-height: 1.2;
}
.lobby .about {
  margin-bottom: 0.5rem;
  color: var(--quiet);
}
.lobby label {
  font-weight: 550;
}
.lobby .field {
  flex: none;
  min-height: 3rem;
}
.lobby .field[aria-invalid="true"] {
  border-color: var(--red);
  box-shadow: 0 0 0 1px var(--red);
}
.lobby .hint,
.lobby .starting {
  color: var(--quiet);
  font-size: 0.875rem;
}
.lobby .fault {
  color: var(--red);
  font-size: 0.9375rem;
  font-weight: 550;
}
.stage .lobby .start {
  min-height: 3.5rem;
  margin-top: 0.5rem;
  font-size: 1.125rem;
}
.stage .lobby .start[aria-disabled="true"] {
  opacity: 0.7;
  cursor: progress;
}
.lobby .starting {
  min-height: 1.5em;
}
.elsewhere {
  display: grid;
  gap: 1rem;
  padding: 1.5rem;
  border: 1px solid var(--edge);
  border-radius: calc(var(--radius) * 1.6);
  background: var(--panel);
}
.stage .elsewhere h2 {
  margin-bottom: 0.4rem;
  font-size: 1.375rem;
}
.elsewhere p {
  max-width: 44rem;
}
.elsewhere-buttons,
.summary-buttons {
  display: flex;
  flex-wrap: wrap;
  gap: 0.75rem;
}
.elsewhere.small {
  position: fixed;
  right: 1rem;
  bottom: 1rem;
  z-index: 999980;
  width: min(20rem, calc(100% - 2rem));
  padding: 1rem;
  background: var(--paper);
  box-shadow: 0 0.6rem 2.4rem -0.8rem color-mix(in srgb, var(--ink) 45%, transparent);
}
.stage .elsewhere.small h2 {
  font-size: 1rem;
}
@container (max-width: 46rem) {
  .lobby-columns {
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }
  .lobby .about {
    display: none;
  }
}
`;var qr=`.mini {
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
`;var Kr=`.full {
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
/* Painting it takes longer than a quick start needs to its first frame. */
.picture[data-status="asking"] .poster,
.picture[data-status="connecting"] .poster {
  animation: stage-poster 300ms 350ms backwards;
}
@keyframes stage-poster {
  from {
    visibility: hidden;
    opacity: 0;
  }
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
`;var Ur=`.summary {
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
`;var Gr=`.transcript {
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
`;var Vi=Symbol.for("talk-to-santa.stage"),zi=[zr,Kr,Gr,Wr,Ur,qr,Br,Xe].join(`
`);function Wi(r){let e=globalThis,t=e[Vi]??=new Be(Gt()),i=Bi(r.parentElement),n=t.receive(r.data,r,i);return()=>t.park(n)}function Bi(r){let e=r.querySelector(".stage")??r.appendChild(document.createElement("div"));if(e.classList.add("stage"),r.querySelector("style[data-stage]")===null){let t=document.createElement("style");t.dataset.stage="",t.textContent=zi,r.append(t)}return e}export{Wi as default};
